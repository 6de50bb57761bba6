"""Conditions with a text or a number as an operand, exceptions that are none, and loops over what they shorten."""
import ast
from typing import Any

from checks.check import Check, pitfalls_of
from checks.syntax import function_name, method_name
from interpreter.sources import assignments, called_name, nodes_of, read_item, read_key

SHORTENS = {"remove", "discard", "pop", "popitem"}
VIEWS = {"keys", "items", "values"}
LITERALS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
CONTAINERS = {"list", "dict", "set", "sorted", "defaultdict", "Counter", "loads"}


def constant_operands(tree):
    """Yields pitfalls of `kind == "paid" or "refunded"`, and of the truth of a variable whose default is a text."""
    for node in nodes_of(tree, ast.comprehension, ast.If, ast.IfExp, ast.Assert, ast.Call, ast.Compare):
        tests = [*getattr(node, "ifs", ()), *([node.test] if isinstance(node, (ast.If, ast.IfExp, ast.Assert)) else ())]
        for test in tests:
            for part in nodes_of(test, ast.BoolOp):
                for operand in part.values if part is test or part in getattr(test, "values", ()) else ():
                    if isinstance(operand, ast.Constant) and type(operand.value) in (str, int, float) and operand.value:
                        yield ["operand", node.lineno if hasattr(node, "lineno") else test.lineno,
                               f"{ast.unparse(operand)} alone is always true: it is compared with nothing",
                               "value in ('a', 'b')"]
        if function_name(node) == "bool" and len(node.args) == 1 and is_variable(node.args[0]) and any(
                isinstance(default, ast.Constant) and isinstance(default.value, str) and default.value
                for default in getattr(node.args[0], "args", ())[1:]):
            yield ["operand", node.lineno, "a text that is not empty is true, 'false' too",
                   f"{ast.unparse(node.args[0])} == 'true'"]
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Is, ast.IsNot)) and is_variable(node.left) \
                and isinstance(node.comparators[0], ast.Constant) and isinstance(node.comparators[0].value, bool):
            yield ["operand", node.lineno, "the value of a variable is a text, and no bool",
                   f"{ast.unparse(node.left)} == 'true'"]


def is_variable(node):
    """Whether an expression reads a variable: os.environ["A"], os.environ.get("A", "no"), os.getenv("A")"""
    mapping, _key = read_item(node)
    return mapping is not None and ast.unparse(mapping) in ("os.environ", "environ") \
        or isinstance(node, ast.Call) and called_name(node) == "getenv"


def untyped_exceptions(tree):
    """Yields pitfalls of `raise "text"`, and of `except KeyError or ValueError`."""
    for node in nodes_of(tree, ast.Raise):
        if isinstance(node.exc, (ast.JoinedStr, ast.Constant)):
            yield ["exception", node.lineno, "a text is no exception", f"raise ValueError({ast.unparse(node.exc)})"]
    for node in nodes_of(tree, ast.ExceptHandler):
        if isinstance(node.type, ast.BoolOp):
            yield ["exception", node.lineno, f"this catches {ast.unparse(node.type.values[0])} alone"
                   if isinstance(node.type.op, ast.Or) else f"this catches {ast.unparse(node.type.values[-1])} alone",
                   f"except ({', '.join(map(ast.unparse, node.type.values))})"]


def shortened_loops(tree):
    """Yields pitfalls of loops that remove elements from the list or the mapping over which they run."""
    plain = {name for name, value in assignments(nodes_of(tree, ast.Assign)) if isinstance(value, LITERALS)
             or called_name(value) in CONTAINERS or read_key(value) == "Items"}
    for loop in nodes_of(tree, ast.For):
        base = loop.iter.func.value if method_name(loop.iter) in VIEWS and not loop.iter.args else loop.iter
        name = getattr(base, "id", "")
        if name not in plain or any(
                ast.unparse(target) == name for node in nodes_of(loop, ast.Assign) for target in node.targets):
            continue
        for block in blocks(loop):
            line = next((statement.lineno for statement in block if shortens(statement, name)), 0)
            if line and not isinstance(block[-1], (ast.Break, ast.Return, ast.Raise)):
                yield ["shortened", line, f"the loop runs over {name} itself, and this line makes it shorter",
                       f"for ... in list({ast.unparse(loop.iter)})"]


def blocks(loop):
    """Yields the lists of statements in the body of a loop, those of conditions in it among them."""
    waiting = [loop.body]
    while waiting:
        block = waiting.pop()
        yield block
        waiting += [getattr(node, field) for node in block if isinstance(node, (ast.If, ast.With))
                    for field in ("body", "orelse") if getattr(node, field, None)]


def shortens(statement, name):
    """Whether a statement is `del rows[key]`, rows.remove(row) or rows.pop(key)."""
    if isinstance(statement, ast.Delete):
        return any(isinstance(target, ast.Subscript) and ast.unparse(target.value) == name
                   for target in statement.targets)
    call: Any = getattr(statement, "value", None) if isinstance(statement, (ast.Expr, ast.Assign)) else None
    return method_name(call) in SHORTENS and ast.unparse(call.func.value) == name


KIND = "if event['kind'] == 'paid' or %s'refunded':\n    return 'done'"
RAISE = "if 'id' not in event:\n    raise %s"
LOOP = "rows = dict(event['rows'])\nfor key in %s:\n    if not key:\n        del rows[key]\nreturn rows"
PITFALLS = [(("if ", "assert ", "environ", "getenv"), constant_operands), (("raise", "except"), untyped_exceptions),
            (("del ", ".remove(", ".discard(", ".pop("), shortened_loops)]
CHECKS = [
    Check("P170", "A condition with a text or a number that is compared with nothing",
          "A text that is not empty is true, so the condition is always the same; the value of a variable is a text.",
          "https://docs.python.org/3/library/stdtypes.html#truth-value-testing",
          KIND % "", KIND % "event['kind'] == ", pitfalls_of("operand", "no error: the condition is always the same")),
    Check("P171", "A loop that makes its own list or mapping shorter",
          "RuntimeError of a mapping or a set; of a list the loop leaves out the element after each that it removes.",
          "https://docs.python.org/3/tutorial/controlflow.html#for-statements",
          LOOP % "rows", LOOP % "list(rows)",
          pitfalls_of("shortened", "RuntimeError: dictionary changed size during iteration; of a list no error")),
    Check("P172", "An exception that is none",
          "TypeError: exceptions must derive from BaseException; and `A or B` is A.",
          "https://docs.python.org/3/reference/simple_stmts.html#the-raise-statement",
          RAISE % "'no id'", RAISE % "ValueError('no id')",
          pitfalls_of("exception", "TypeError: exceptions must derive from BaseException, or the other is not caught")),
]
