"""The facts of one Python file that the scan is after, from its syntax tree alone.

Facts are plain JSON and depend on nothing but the file, so that they can be kept for the next run.
What they mean together is worked out in kit/link.py.
"""
import ast
import re

from kit import bindings, evaluation
from kit.asked import note_asks, matters
from kit.infra_block import infra_block
from kit.variables import UNKNOWN

IGNORE = re.compile(r"#\s*pareto:\s*ignore\b")
TOO_DEEP = "nested too deeply to be read", "break up the longest expression"
IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError", "Exception"}


def facts(path, source):
    """What one file says and asks for.

    path    from the package's folder on: "lambdas/orders/index.py"
    source  its text
    ->      {"infra": block or None, "lines": {key: line},      of index.py
             "handler": {"line": 9, "fault": ""} or None,       of index.py
             "constants": {name: expression},                   see kit/expressions.py
             "functions": {"lambdas.env.need": [parameters]},   of those that have any
             "imports": [[dotted name, line, certain]],         of the package's own modules
             "reads": [[variable, line, optional]],             of those whose name is plain
             "asks": [[dotted function, [arguments], {name: argument}, line, optional]],
             "parsed": True, "trigger": "?",
             "assigns": ["DEBUG"], "problems": [[line, message, hint]]}
    An ask is any other read of the environment, or a call that may turn out to be one when linked.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return nothing(error.lineno or 1, f"not Python: {error.msg}", "the handler must import")
    except ValueError as error:  # a zero byte, before Python 3.12
        return nothing(1, f"not Python: {error}", "the handler must import")
    except (RecursionError, MemoryError):
        return nothing(1, *TOO_DEEP)
    try:
        return _facts(path, source, tree)
    except RecursionError:
        return nothing(1, *TOO_DEEP)


def _facts(path, source, tree):
    """facts() of a file that is Python."""
    parts = path.removesuffix(".py").split("/")
    is_package = parts[-1] == "__init__"
    module = ".".join(parts[:-1] if is_package else parts)
    scopes = bindings.scopes(tree, module, is_package)
    found = {**nothing(0, "", ""), "problems": [], "imports": _imports(scopes, parts[0])}
    note_asks(scopes, parts[0], _ignored(source), found)
    found["constants"] = _constants(scopes[0], parts[0])
    if parts[-1] == "index":
        block, lines, mistakes = infra_block(tree, source)
        found.update(infra=block, lines=lines, handler=_handler(tree))
        found["problems"] += [list(mistake) for mistake in mistakes]
    return found


def nothing(line, message, hint):
    """The facts of a file that has none but a mistake."""
    return {"parsed": not message, "infra": None, "trigger": UNKNOWN, "lines": {"": 1}, "handler": None,
            "constants": {}, "functions": {}, "imports": [], "reads": [], "asks": [],
            "assigns": [],
            "problems": [[line, message, hint]]}


def _ignored(source):
    """The lines that say `# pareto: ignore`: the scan looks away from what is asked there."""
    if "pareto" not in source:
        return set()
    return {number for number, line in enumerate(source.split("\n"), 1) if IGNORE.search(line)}


def _handler(tree):
    """Where `handler` is defined, and what Lambda would stumble over; None if it is not."""
    for node in reversed([inner for node in tree.body for inner in _branches(node)]):
        if isinstance(node, bindings.FUNCTIONS) and node.name == "handler":
            return {"line": node.lineno, "fault": _handler_fault(node)}
        names = [alias.asname or alias.name for alias in getattr(node, "names", [])
                 if isinstance(alias, ast.alias)]
        targets = [*getattr(node, "targets", []), getattr(node, "target", None)]
        if "handler" in names or any(isinstance(one, ast.Name) and one.id == "handler" for one in targets):
            return {"line": node.lineno, "fault": ""}
    return None


def _branches(node):
    """A statement of the module, and those inside it if it is an if, a try or a with."""
    yield node
    if isinstance(node, (ast.If, ast.With, *bindings.TRIES)):
        for block in ("body", "handlers", "orelse", "finalbody"):
            for inner in getattr(node, block, []):
                yield from _branches(inner)
    elif isinstance(node, ast.ExceptHandler):
        for inner in node.body:
            yield from _branches(inner)


def _handler_fault(node):
    """Why Lambda could not call it with (event, context), or ""; what decorators make of it is not known."""
    if isinstance(node, ast.AsyncFunctionDef):
        return "is async: Lambda would get a coroutine"
    args = node.args
    placed = len(args.posonlyargs) + len(args.args)
    needed = placed - len(args.defaults)
    demanded = [arg.arg for arg, default in zip(args.kwonlyargs, args.kw_defaults) if default is None]
    if node.decorator_list or needed <= 2 and (placed >= 2 or args.vararg) and not demanded:
        return ""
    return f"takes {'no' if not placed else placed} argument{'' if placed == 1 else 's'}: Lambda gives two"


def _imports(scopes, package):
    """[[dotted name, line, certain]] of the package's modules.

    Of `from a import b` it is not certain (false) that b is a module; what stands in a try that goes on
    without it need not be there at all (null).
    """
    found = []
    for scope in scopes:
        tried = {id(inner) for node in scope["nodes"] if isinstance(node, bindings.TRIES) and _forgives(node)
                 for inner in node.body}
        for node in scope["nodes"]:
            if isinstance(node, ast.Import):
                names = [(alias.name, True) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                base = bindings.absolute(node.module or "", node.level, scope["package"])
                names = [(base, True)]
                names += [(f"{base}.{alias.name}", False) for alias in node.names if alias.name != "*"]
            else:
                continue
            found += [[name, node.lineno, None if id(node) in tried else certain] for name, certain in names
                      if name == package or name.startswith(package + ".")]
    return found


def _forgives(node):
    """Whether a try goes on when an import fails."""
    caught = [name for handler in node.handlers for name in ast.walk(handler.type or ast.Name("Exception"))]
    return any(isinstance(name, ast.Name) and name.id in IMPORT_ERRORS for name in caught)


def _constants(scope, package):
    """{name: expression} of a module's own names, those left out that lead nowhere in the app."""
    known = {name: evaluation.named(name, scope) for name in scope["names"]}
    return {name: one for name, one in known.items() if matters(one, package)}
