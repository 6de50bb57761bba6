"""The facts of one Python file that the scan is after, from its syntax tree alone.

Facts are plain JSON and depend on nothing but the file, so that they can be kept for the next run.
What they mean together is worked out in kit/link.py.
"""
import ast
import re

from kit import bindings, expressions
from kit.asks import ASSIGNS, IMPORTS, READS, askers
from kit.infra_block import infra_block

IGNORE = re.compile(r"#\s*pareto:\s*ignore\b")
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
             "asks": [[dotted function, [arguments], {name: argument}, line, optional]],
             "assigns": ["DEBUG"], "problems": [[line, message, hint]]}
    An ask is a read of the environment, or a call that may turn out to be one when linked.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return nothing(error.lineno or 1, f"not Python: {error.msg}", "the handler must import")
    except (ValueError, RecursionError, MemoryError) as error:
        return nothing(1, f"not Python: {error or 'nested too deeply'}", "the handler must import")
    parts = path.removesuffix(".py").split("/")
    is_package = parts[-1] == "__init__"
    module = ".".join(parts[:-1] if is_package else parts)
    scopes = bindings.scopes(tree, module, is_package)
    found = {**nothing(0, "", ""), "problems": [], "imports": _imports(scopes, parts[0])}
    _note_asks(scopes, parts[0], _ignored(source), found)
    found["constants"] = _constants(scopes[0], parts[0])
    if parts[-1] == "index":
        block, lines, mistakes = infra_block(tree, source)
        found.update(infra=block, lines=lines, handler=_handler(tree))
        found["problems"] += [list(mistake) for mistake in mistakes]
    return found


def nothing(line, message, hint):
    """The facts of a file that has none but a mistake."""
    return {"parsed": not message, "infra": None, "lines": {"": 1}, "handler": None, "constants": {}, "functions": {}, "imports": [],
            "asks": [], "assigns": [], "problems": [[line, message, hint]]}


def _ignored(source):
    """The lines that say `# pareto: ignore`: the scan looks away from what is asked there."""
    if "pareto" not in source:
        return set()
    return {number for number, line in enumerate(source.split("\n"), 1) if IGNORE.search(line)}


def _handler(tree):
    """Where `handler` is defined, and what Lambda would stumble over; None if it is not."""
    for node in reversed([inner for node in tree.body for inner in _branches(node)]):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == "handler":
            return {"line": node.lineno, "fault": _handler_fault(node)}
        names = [alias.asname or alias.name for alias in getattr(node, "names", []) if isinstance(alias, ast.alias)]
        targets = [*getattr(node, "targets", []), getattr(node, "target", None)]
        if "handler" in names or any(isinstance(one, ast.Name) and one.id == "handler" for one in targets):
            return {"line": node.lineno, "fault": ""}
    return None


def _branches(node):
    """A statement of the module, and those inside it if it is an if, a try or a with."""
    yield node
    if isinstance(node, (ast.If, ast.Try, ast.With)):
        for block in ("body", "handlers", "orelse", "finalbody"):
            for inner in getattr(node, block, []):
                yield from _branches(inner)
    elif isinstance(node, ast.ExceptHandler):
        for inner in node.body:
            yield from _branches(inner)


def _handler_fault(node):
    """Why Lambda could not call it with (event, context), or "". What a decorator makes of it is not known."""
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
    """[[dotted name, line, certain]] of the package's modules; one in a try may be absent, and
    of `from a import b` it is not certain that b is a module."""
    found = []
    for scope in scopes:
        nodes = [node for node, _owner in scope["nodes"]]
        tried = {id(inner) for node in nodes if isinstance(node, ast.Try) and _forgives(node) for inner in node.body}
        for node in nodes:
            if isinstance(node, ast.Import):
                names = [(alias.name, True) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                base = bindings.absolute(node.module or "", node.level, scope["package"])
                names = [(base, True), *((f"{base}.{alias.name}", False) for alias in node.names if alias.name != "*")]
            else:
                continue
            found += [[name, node.lineno, certain and id(node) not in tried] for name, certain in names
                      if name == package or name.startswith(package + ".")]
    return found


def _forgives(node):
    """Whether a try goes on when an import fails."""
    caught = [name for handler in node.handlers for name in ast.walk(handler.type or ast.Name("Exception"))]
    return any(isinstance(name, ast.Name) and name.id in IMPORT_ERRORS for name in caught)


def _constants(scope, package):
    """{name: expression} of a module's own names, those left out that lead nowhere in the app."""
    known = {name: expressions.named(name, scope) for name in scope["names"]}
    return {name: one for name, one in known.items() if _matters(one, package)}


def _matters(expression, package):
    """Whether an expression may lead to a name: a module elsewhere does not, save os."""
    if isinstance(expression, list) and expression[0] == "at":
        return _own(expression[1], package) or expression[1].partition(".")[0] == "os"
    return expression is not None


def _own(path, package):
    """Whether a dotted name lies in the package."""
    return path.startswith(package + ".")


def _note_asks(scopes, package, ignored, found):
    """Put what every scope asks for into the facts."""
    for scope in scopes:
        softened = _softened(scope["nodes"])
        for node, _owner in scope["nodes"]:
            asked = ASKS.get(node.__class__)
            if asked and not (ignored and ignored & set(range(node.lineno, node.end_lineno + 1))):
                for path, args, named in asked(node, scope):
                    _note_ask(path, args, named, node, softened, package, scope, found)
    wanted = {function for ask in found["asks"] for arg in [*ask[1], *ask[2].values()] for function in askers(arg)}
    found["functions"] = {name: scope["parameters"] for scope in scopes
                          for name in [f"{scope['module']}.{scope['function']}"] if name in wanted}


def _note_ask(path, args, named, node, softened, package, scope, found):
    """Keep one ask, if it reads, or may turn out to read, the environment."""
    if path in ASSIGNS:
        found["assigns"] += [one for one in [expressions.value(args[0], scope)] if isinstance(one, str)]
    if path == "os.environ.update":
        found["assigns"] += _updated(args, named, scope)
    if path in READS or path in IMPORTS or _own(path, package):
        default = len(args) > 1 or "default" in named
        found["asks"].append([path, [expressions.value(arg, scope) for arg in args],
                              {name: expressions.value(arg, scope) for name, arg in named.items()}, node.lineno,
                              READS.get(path, False) or default or id(node) in softened])


def _updated(args, named, scope):
    """The names that os.environ.update({"A": ...}, B=...) sets."""
    mapping = expressions.value(args[0], scope) if args else None
    keys = mapping[1] if isinstance(mapping, list) and mapping[0] == "dict" else []
    return [*named, *(key for key in keys if isinstance(key, str))]


def _softened(nodes):
    """The ids of the reads of `read or default`: they have a default, outside the call."""
    return {id(one) for node, _owner in nodes if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or)
            for one in node.values[:-1]}


def _of_call(node, scope):
    """os.environ.get("A", default), os.getenv(key="A"), need("A")."""
    for path in _paths(node.func, scope) or (["__import__"] if _is_import(node.func) else []):
        yield path, [arg for arg in node.args if not isinstance(arg, ast.Starred)], \
            {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}


def _is_import(node):
    """Whether it is Python's own __import__."""
    return isinstance(node, ast.Name) and node.id == "__import__"


def _of_subscript(node, scope):
    """os.environ["A"], and os.environ["A"] = ... which asks for nothing."""
    method = {ast.Load: "__getitem__", ast.Store: "__setitem__"}.get(node.ctx.__class__, "__delitem__")
    return [(f"{path}.{method}", [node.slice], {}) for path in _paths(node.value, scope)]


def _of_comparison(node, scope):
    """"A" in os.environ"""
    if not isinstance(node.ops[0], (ast.In, ast.NotIn)):
        return []
    return [(f"{path}.__contains__", [node.left], {}) for path in _paths(node.comparators[0], scope)]


def _paths(node, scope):
    """The dotted names of what is called or indexed: ["os.environ"]."""
    known = expressions.value(node, scope)
    options = known[1:] if isinstance(known, list) and known[0] == "any" else [known]
    return [one[1] for one in options if isinstance(one, list) and one[0] == "at"]


ASKS = {ast.Call: _of_call, ast.Subscript: _of_subscript, ast.Compare: _of_comparison}
