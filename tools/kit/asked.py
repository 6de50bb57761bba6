"""What the scopes of a module ask for: variables, and calls that may turn out to ask for one."""
import ast

from kit import evaluation
from kit.asks import ASSIGNS, IMPORTS, READS, askers

ROOTS = {path.partition(".")[0] for path in (*READS, *ASSIGNS, *IMPORTS)}


def note_asks(scopes, package, ignored, found):
    """Put what every scope asks for into the facts: reads, asks, assigns, functions (see kit/source.py).

    ignored  the lines that are not looked at
    """
    asks = []
    for scope in scopes:
        softened = _softened(scope["nodes"])
        for node, path, args, named in _asked(scope, package, ignored):
            found["assigns"] += _assigned(path, args, named, scope)
            if path in READS or path in IMPORTS or _own(path, package):
                optional = len(args) > 1 or "default" in named or id(node) in softened
                asks.append([path, [evaluation.value(arg, scope) for arg in args],
                             {name: evaluation.value(arg, scope) for name, arg in named.items()},
                             node.lineno, optional])
    wanted = {function for ask in asks for arg in [*ask[1], *ask[2].values()] for function in askers(arg)}
    functions = {f"{scope['module']}.{scope['function']}": scope["parameters"] for scope in scopes}
    found["functions"] = {name: parameters for name, parameters in functions.items() if name in wanted}
    found["reads"] = [[args[0], line, optional or READS[path]]
                      for path, args, named, line, optional in asks if _is_plain(path, args)]
    found["asks"] = [ask for ask in asks if not _is_plain(ask[0], ask[1])
                     and (ask[0] in wanted or ask[0] not in functions)]


def _asked(scope, package, ignored):
    """(node, dotted function, argument nodes, {name: argument node}) of each ask that stands in a scope."""
    for node in scope["nodes"]:
        asked = ASKS.get(node.__class__)
        if asked and not (ignored and ignored & set(range(node.lineno, node.end_lineno + 1))):
            for path, args, named in asked(node, scope, package):
                yield node, path, args, named


def _is_plain(path, args):
    """Whether an ask is a read of a variable whose name is known already."""
    return path in READS and bool(args) and isinstance(args[0], str)


def _assigned(path, args, named, scope):
    """The names that a call sets: os.environ["A"] = ..., os.environ.update({"A": ...}, B=...)."""
    if path in ASSIGNS:
        keys = [evaluation.value(args[0], scope)] if args else []
    elif path == "os.environ.update":
        mapping = evaluation.value(args[0], scope) if args else None
        keys = [*named, *(mapping[1] if isinstance(mapping, list) and mapping[0] == "dict" else [])]
    else:
        return []
    return [key for key in keys if isinstance(key, str)]


def _softened(nodes):
    """The ids of the reads of `read or default`: they have a default, outside the call."""
    return {id(one) for node in nodes if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or)
            for one in node.values[:-1]}


def _of_call(node, scope, package):
    """os.environ.get("A", default), os.getenv(key="A"), need("A")."""
    for path in _paths(node.func, scope, package) or (["__import__"] if _is_import(node.func) else []):
        yield path, [arg for arg in node.args if not isinstance(arg, ast.Starred)], \
            {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}


def _is_import(node):
    """Whether it is Python's own __import__."""
    return isinstance(node, ast.Name) and node.id == "__import__"


def _of_subscript(node, scope, package):
    """os.environ["A"], and os.environ["A"] = ... which asks for nothing."""
    method = {ast.Load: "__getitem__", ast.Store: "__setitem__"}.get(node.ctx.__class__, "__delitem__")
    return [(f"{path}.{method}", [node.slice], {}) for path in _paths(node.value, scope, package)]


def _of_comparison(node, scope, package):
    """"A" in os.environ"""
    if not isinstance(node.ops[0], (ast.In, ast.NotIn)):
        return []
    return [(f"{path}.__contains__", [node.left], {}) for path in _paths(node.comparators[0], scope, package)]


def _paths(node, scope, package):
    """The dotted names of what is called or indexed, those that may matter: ["os.environ"]."""
    root = node
    while root.__class__ is ast.Attribute:
        root = root.value
    if root.__class__ is ast.Name and not matters(evaluation.named(root.id, scope), package):
        return []
    known = evaluation.value(node, scope)
    options = known[1:] if isinstance(known, list) and known[0] == "any" else [known]
    return [one[1] for one in options if isinstance(one, list) and one[0] == "at"]


def matters(expression, package):
    """Whether an expression may lead to a name: one elsewhere does not, save os's."""
    if isinstance(expression, list) and expression[0] == "at":
        return _own(expression[1], package) or expression[1].partition(".")[0] in ROOTS
    return expression is not None


def _own(path, package):
    """Whether a dotted name lies in the package."""
    return path.startswith(package + ".")


ASKS = {ast.Call: _of_call, ast.Subscript: _of_subscript, ast.Compare: _of_comparison}
