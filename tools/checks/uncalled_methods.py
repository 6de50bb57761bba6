"""Methods without their parentheses: digest.hexdigest as a value, order.is_paid as a condition."""
import ast

from checks.check import Check, Finding, Findings, Subject, pitfalls_of
from checks.syntax import arguments, stored_names
from interpreter.sources import FUNCTIONS, called_name, nodes_of

# Methods of Python's own types without required arguments, whose names no attribute of the same library has.
METHODS = frozenset("hexdigest isoformat decode encode strip lstrip rstrip splitlines total_seconds getvalue".split())
TESTING = METHODS | frozenset("isdigit isalpha isalnum isnumeric isspace isupper islower isdecimal".split())
OF_TEXT = frozenset(("lower", "upper"))  # also attributes of others: methods only beside a constant text
TESTS = (ast.If, ast.While, ast.IfExp, ast.Assert, ast.UnaryOp, ast.comprehension)
VALUES = (ast.Return, ast.FormattedValue, ast.Dict, ast.BinOp, ast.Compare, ast.Assign)


def uncalled_methods(tree):
    """[kind, line, message, hint] of digest.hexdigest where a value is meant: as a result, in a mapping or a text, as
    an operand, or under a name that nothing calls."""
    own = {node.name for node in nodes_of(tree, *FUNCTIONS)} | {
        node.attr for node in nodes_of(tree, ast.Attribute) if isinstance(node.ctx, ast.Store)}
    called = {called_name(node) for node in nodes_of(tree, ast.Call)} | {
        argument.id for node in nodes_of(tree, ast.Call) for argument in arguments(node)
        if isinstance(argument, ast.Name)}
    testing, methods, with_texts = TESTING - own, METHODS - own, (METHODS | OF_TEXT) - own
    for node in nodes_of(tree, *TESTS, *VALUES):
        for value in tests_of(node):
            if isinstance(value, ast.Attribute) and value.attr in testing and not _is_class(value.value):
                yield _uncalled(value)
        values = [node.value] if isinstance(node, (ast.Return, ast.FormattedValue)) else \
            node.values if isinstance(node, ast.Dict) else [node.left, node.right] if isinstance(node, ast.BinOp) else \
            [node.left, *node.comparators] if isinstance(node, ast.Compare) else \
            [node.value] if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) \
            and node.targets[0].id not in called else []
        beside_text = isinstance(node, ast.Compare) and any(
            isinstance(getattr(part, "value", None), str) for part in values)
        names = with_texts if beside_text else methods
        for value in values:
            if isinstance(value, ast.Attribute) and value.attr in names and not _is_class(value.value):
                yield _uncalled(value)


def _uncalled(value):
    """The pitfall of an attribute that is a method."""
    return ["uncalled", value.lineno, f"{ast.unparse(value)} is a method that nothing calls", f"{ast.unparse(value)}()"]


def tests_of(node: ast.AST) -> list[ast.expr]:
    """The expressions whose truth a node tests: of if, while and not, the operands of `and` and `or` in them, and the
    conditions of comprehensions."""
    tests = [*getattr(node, "ifs", ())]
    tests += [node.test] if isinstance(node, (ast.If, ast.While, ast.IfExp, ast.Assert)) else \
        [node.operand] if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not) else []
    for test in tests:  # which grows meanwhile
        tests += test.values if isinstance(test, ast.BoolOp) else ()
    return tests


def bare_methods(subject: Subject) -> Findings:
    """Conditions of methods of the app's classes that nothing calls: if order.is_paid:"""
    names = [name for path in subject.python_files for name in subject.of_tree(attributes_of_classes, path)]
    methods = {name.removesuffix("()") for name in names if name.endswith("()")} - {*names}
    for path in subject.python_files:
        for name, line, text in subject.of_tree(tested_attributes, path) if methods else ():
            if name in methods:
                yield Finding(path, line, f"{text} is a method that nothing calls: it is always true", f"{text}()")


def attributes_of_classes(tree):
    """["name()" of a method of a file's classes, "name" of any other attribute that it defines, sets or gets]."""
    names = {node.attr for node in nodes_of(tree, ast.Attribute) if isinstance(node.ctx, ast.Store)}
    names |= {keyword.arg or "" for keyword in nodes_of(tree, ast.keyword)}
    for node in nodes_of(tree, ast.ClassDef):
        for part in node.body:
            if isinstance(part, FUNCTIONS):
                names.add(part.name if part.decorator_list else f"{part.name}()")
            names |= {*stored_names(part)} if isinstance(part, (ast.Assign, ast.AnnAssign)) else set()
    return sorted(names)


def tested_attributes(tree):
    """[[name, line, text]] of attributes whose truth a file tests."""
    return sorted([value.attr, value.lineno, ast.unparse(value)] for node in nodes_of(tree, *TESTS)
                  for value in tests_of(node) if isinstance(value, ast.Attribute))


def _is_class(node):
    """Whether a node is a class or a module of Python, whose method is a function: str.strip"""
    return isinstance(node, ast.Name) and (node.id in ("str", "bytes", "self", "cls") or node.id[:1].isupper())


DIGEST = "import hashlib\n\n\ndef handler(event, context):\n" \
    "    return {'id': hashlib.sha256(event['name'].encode()).hexdigest%s}"
PITFALLS = [(tuple(f".{name}" for name in sorted(TESTING | OF_TEXT)), uncalled_methods)]
CHECKS = [
    Check("P181", "A method without its parentheses",
          "The value is the method itself: JSON cannot write it, and a text has \"<built-in method ...>\".",
          "https://docs.python.org/3/reference/expressions.html#calls", DIGEST % "", DIGEST % "()",
          lambda subject: [*pitfalls_of("uncalled", "no error, or TypeError: the value is a method")(subject),
                           *bare_methods(subject)]),
]
