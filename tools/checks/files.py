"""The facts of one file that checks want besides what its code does: plain JSON, kept between runs."""
import ast
import re

from interpreter.sources import deep_recursion

ALLOW = re.compile(r"#\s*pareto:\s*allow\s+(?P<ids>P\d+(?:\s*(?:,|and)\s*P\d+)*)(?P<rest>.*)$")
REASON = re.compile(r"^[\s,:;(-]*(?:because\b)?[\s,:;-]*(?P<reason>.*?)\)?\s*$")
FORGIVEN = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


def facts(text):
    """{"flakes": [[name, line, words]], "slips": [[kind, line, words, hint]], "imports": [[dotted, line]],
    "allows": [[line, [ids], reason]]}
    """
    from checks.slips import slips
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return {"flakes": [], "slips": [], "imports": [], "allows": allowances(text)}
    try:
        with deep_recursion():
            return {"flakes": compiled(text, tree) or flakes(tree), "slips": slips(tree), "imports": imports(tree),
                    "allows": allowances(text)}
    except RecursionError:  # nested a thousand deep: pyflakes gives up
        return {"flakes": [], "slips": [], "imports": imports(tree), "allows": allowances(text)}


def compiled(text, tree):
    """What Python's compiler says of a tree that could be parsed: `return` outside a function, and such."""
    import warnings
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            compile(tree, "x.py", "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            return [["NotPython", getattr(error, "lineno", 1) or 1, getattr(error, "msg", str(error))]]
    return []


def flakes(tree):
    """What pyflakes says: [[its message's name, line, its words]]."""
    from pyflakes import checker
    found = checker.Checker(tree, filename="").messages
    defined = {node.lineno for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef,
                                                                           ast.ClassDef))}
    return sorted([message.__class__.__name__, message.lineno, message.message % message.message_args]
                  for message in found if message.__class__.__name__ != "RedefinedWhileUnused"
                  or {message.lineno, message.message_args[1]} <= defined)  # what is imported twice harms nobody


def imports(tree):
    """[[dotted name, line]] of all imports that must succeed: not those in a try that goes on without."""
    found, waiting = [], [(node, False) for node in tree.body]
    while waiting:
        node, forgiven = waiting.pop()
        if isinstance(node, ast.Import) and not forgiven:
            found += [[alias.name, node.lineno] for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not forgiven and not node.level:
            found.append([node.module, node.lineno])
        tried = isinstance(node, (ast.Try, ast.TryStar)) and _forgives(node)
        typing = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for name, value in ast.iter_fields(node):
            inner = forgiven or name == "body" and (tried or typing)
            waiting += [(one, inner) for one in (value if isinstance(value, list) else [value])
                        if isinstance(one, ast.AST)]
    return sorted(found, key=lambda one: one[1])


def _forgives(node):
    """Whether a try goes on when an import fails."""
    return any(handler.type is None or {getattr(one, "id", "") for one in ast.walk(handler.type)} & FORGIVEN
               for handler in node.handlers)


def allowances(text):
    """[[line, [ids], reason]] of every `# pareto: allow P101, because ...`; the reason may be ""."""
    if "pareto:" not in text:
        return []
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        match = ALLOW.search(line)
        if match:
            reason = REASON.match(match["rest"])["reason"]
            found.append([number, re.findall(r"P\d+", match["ids"]), reason])
    return found
