"""Reading an expression (kit/expressions.py) from a syntax node, as far as the tree tells."""
import ast
import re

from kit import bindings
from kit.expressions import any_of, keys_of, member, of_mapping, sum_of, values_of

CASES = {"upper": str.upper, "lower": str.lower}
SAME = ("list", "tuple", "set", "sorted", "frozenset", "reversed", "str", "dict", "iter", "next")


def value(node, scope):
    """The expression of a syntax node that stands in a scope of kit/bindings.py."""
    reader = READERS.get(node.__class__)
    return reader(node, scope) if reader else None


def named(name, scope):
    """What a name stands for: in its scope, or in the nearest round it that knows it."""
    start = scope
    while scope:
        if name in scope["known"]:
            return scope["known"][name]
        if name in scope["names"]:
            return _known(name, scope)
        start, scope = scope, scope["outer"]
    return any_of([member(star, name) for star in start["names"].get("*", [])])


def _known(name, scope):
    """The value of a name, worked out once; a name that is made of itself is unknown."""
    scope["known"][name] = None
    scope["known"][name] = any_of([_given(given, scope) for given in scope["names"][name]])
    return scope["known"][name]


def _given(given, scope):
    """The expression of what a name was given (see kit/bindings.py)."""
    if isinstance(given, ast.AST):
        return value(given, scope)
    if isinstance(given, dict):
        return value(given["node"], given["scope"])
    if isinstance(given, tuple) and given[0] == "each":
        return keys_of(value(given[1], scope))
    if isinstance(given, tuple):
        return _part(given[1], given[2], scope)
    return given


def _part(given, index, scope):
    """The index-th of what a tuple target was given: of `for key, value in names.items()`, or of pairs."""
    source = given[1] if isinstance(given, tuple) and given[0] == "each" else None
    if isinstance(source, ast.Call) and isinstance(source.func, ast.Attribute) and source.func.attr == "items":
        mapping = value(source.func.value, scope)
        return keys_of(mapping) if index == 0 else values_of(mapping)
    if isinstance(source, ast.Call) and isinstance(source.func, ast.Name) and source.func.id == "enumerate":
        return keys_of(value(source.args[0], scope)) if index == 1 and source.args else None
    if isinstance(source, (ast.Tuple, ast.List)):
        rows = [row.elts for row in source.elts if isinstance(row, (ast.Tuple, ast.List))]
        return any_of([value(row[index], scope) for row in rows if index < len(row)])
    return None


def _constant(node, _scope):
    """A text; no number can name a variable."""
    return node.value if isinstance(node.value, str) else None


def _name(node, scope):
    """TABLE"""
    return named(node.id, scope)


def _attribute(node, scope):
    """config.TABLE, Settings.TABLE, self.table; an enum's .value is the member itself."""
    path = _dotted(node)
    if path:
        known = named(path, scope) if path in _names(scope) else None
        if known is not None:
            return known
    base = value(node.value, scope)
    return base if node.attr == "value" and isinstance(base, str) else member(base, node.attr)


def _names(scope):
    """The names of the module's own scope: there stand the attributes of its classes."""
    while scope["outer"]:
        scope = scope["outer"]
    return scope["names"]


def _dotted(node):
    """Settings.TABLE of `Settings.TABLE`; "" of anything that is not one name and one attribute."""
    return f"{node.value.id}.{node.attr}" if isinstance(node.value, ast.Name) else ""


def _operation(node, scope):
    """a + b, and "%s_TABLE" % a."""
    left, right = value(node.left, scope), node.right
    if isinstance(node.op, ast.Add) and isinstance(right, (ast.List, ast.Tuple)):
        return any_of([left, value(right, scope)])
    if isinstance(node.op, ast.Add):
        return sum_of([left, value(right, scope)])
    if isinstance(node.op, ast.Mod) and isinstance(left, str):
        given = right.elts if isinstance(right, ast.Tuple) else [right]
        return _woven(left.split("%s"), given, scope)
    return None


def _woven(texts, nodes, scope):
    """["A_", "_B"] with [node] between: the texts and nodes in turn."""
    if len(texts) != len(nodes) + 1 or any("%" in text for text in texts):
        return None
    parts = [part for text, node in zip(texts, nodes) for part in (text, value(node, scope))]
    return sum_of([*parts, texts[-1]])


def _f_string(node, scope):
    """f"{APP}_TABLE", where no part is formatted."""
    return sum_of([value(part, scope) for part in node.values])


def _f_part(node, scope):
    """{APP} and {APP!s}, not {APP:>9} or {APP!r}."""
    return value(node.value, scope) if node.conversion in (-1, 115) and node.format_spec is None else None


def _list(node, scope):
    """("A", "B"): one of them, as a loop or an index gives."""
    items = any_of([value(item, scope) for item in node.elts])
    return ["any", items] if isinstance(items, str) else items


def _inner(node, scope):
    """*names in a list, and (names := ("A", "B"))."""
    return value(node.value, scope)


def _mapping(node, scope):
    """{"orders": "DEMO_ORDERS_TABLE"}; `**more` has no key, and its own keys and values count."""
    inner = [value(one, scope) for key, one in zip(node.keys, node.values) if key is None]
    keys = [value(key, scope) for key in node.keys if key is not None] + [keys_of(one) for one in inner]
    values = [value(one, scope) for key, one in zip(node.keys, node.values) if key is not None]
    if any(one == ["at", "os.environ"] for one in inner):
        return ["at", "os.environ"]
    return ["dict", [key for key in keys if key], [one for one in values + [values_of(m) for m in inner] if one]]


def _index(node, scope):
    """names["orders"], names[0]"""
    return values_of(value(node.value, scope))


def _either(node, scope):
    """a if test else b"""
    return any_of([value(node.body, scope), value(node.orelse, scope)])


def _or(node, scope):
    """a or b"""
    return any_of([value(one, scope) for one in node.values])


def _call(node, scope):
    """Calls that keep the text or change it as told: str(a), a.upper(), "_".join([a, b]), "{}_B".format(a)."""
    function = node.func
    if isinstance(function, ast.Name):
        if function.id == "__import__" and node.args:
            return _module(node.args[0], scope)
        if function.id in SAME and len(node.args) == 1:
            return value(node.args[0], scope)
    if value(function, scope) == ["at", "importlib.import_module"] and node.args:
        return _module(node.args[0], scope)
    if not isinstance(function, ast.Attribute):
        return None
    base = value(function.value, scope)
    if function.attr in CASES and base is not None and not node.args:
        return CASES[function.attr](base) if isinstance(base, str) else ["case", function.attr, base]
    if function.attr == "join" and isinstance(base, str) and node.args \
            and isinstance(node.args[0], (ast.List, ast.Tuple)):
        parts = [part for item in node.args[0].elts for part in (base, value(item, scope))]
        return sum_of(parts[1:])
    if function.attr == "format" and isinstance(base, str) and not node.keywords:
        return _woven(re.split(r"\{\d?\}", base), node.args, scope)
    return of_mapping(function.attr, base)


def _module(node, scope):
    """The module that a call imports by the name it is given."""
    name = value(node, scope)
    return ["at", name] if isinstance(name, str) else None


def _lambda(node, scope):
    """A function without a name is known by its place: kit/bindings.py calls it so too."""
    return ["at", f"{scope['module']}.{bindings.lambda_name(node)}"]


READERS = {
    ast.Constant: _constant, ast.Name: _name, ast.Attribute: _attribute, ast.BinOp: _operation,
    ast.JoinedStr: _f_string, ast.FormattedValue: _f_part, ast.List: _list, ast.Tuple: _list, ast.Set: _list,
    ast.Starred: _inner, ast.Dict: _mapping, ast.Subscript: _index, ast.IfExp: _either, ast.BoolOp: _or,
    ast.NamedExpr: _inner, ast.Call: _call, ast.Lambda: _lambda,
}
