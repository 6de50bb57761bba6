"""The types of what functions without annotations return, for ty, which infers none: of a function whose returns all
are texts by their form ("f'...'", json.dumps(...)), `str`."""
import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

from checks.closed_classes import OwnNames
from checks.syntax import dotted_name
from checks.type_trials import imported_names
from interpreter.frames import own_nodes
from interpreter.sources import FUNCTIONS, assignments, nodes_of

Function = ast.FunctionDef | ast.AsyncFunctionDef
DICT, LIST, GENERATOR = "dict[str, Any]", "list[{}]", "Generator[Any, Any, Any]"
BUILTINS = {"str": "str", "len": "int", "int": "int", "float": "float", "bool": "bool", "isinstance": "bool",
            "any": "bool", "all": "bool", "list": "list[Any]", "sorted": "list[Any]", "dict": "dict[Any, Any]",
            "set": "set[Any]", "frozenset": "frozenset[Any]", "tuple": "tuple[Any, ...]", "bytes": "bytes",
            "repr": "str"}
METHODS = {"hexdigest": "str", "isoformat": "str", "strftime": "str", "total_seconds": "float"}  # of whatever object
OF_TEXTS = {"format": "str", "join": "str", "strip": "str", "replace": "str", "upper": "str", "lower": "str",
            "encode": "bytes", "split": "list[str]"}
FUNCTIONS_OF = {"json.dumps": "str", "decimal.Decimal": "Decimal", "time.time": "float", "base64.b64encode": "bytes",
                "base64.b64decode": "bytes", "urllib.parse.quote": "str", "urllib.parse.urlencode": "str",
                "os.path.join": "str", "math.floor": "int", "math.ceil": "int"}


def return_types(tree: ast.Module, own: OwnNames) -> Iterator[tuple[Function, str]]:
    """Yields (function, type) of each function whose returns show their type: of the module, and of classes that no
    other one extends."""
    imported = imported_names(tree)
    for body in (tree.body, *(node.body for node in nodes_of(tree, ast.ClassDef) if node.name in own.closed)):
        names = [node.name for node in body if isinstance(node, FUNCTIONS)]
        for function in body:
            if isinstance(function, FUNCTIONS) and not (function.returns or function.decorator_list) and names.count(
                    function.name) == 1 and (type_ := _returned(function, imported, own.open)):
                yield function, type_


def _returned(function, imported, own):
    """The type that all returns of a function have; "" if it may return another value, or None."""
    nodes = own_nodes(function.body)
    if any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in nodes):
        return GENERATOR if isinstance(function, ast.FunctionDef) else ""
    returned = [node.value for node in nodes if isinstance(node, ast.Return)]
    if not returned or not ends(function.body):
        return ""
    stored = [node.id for node in nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)]
    stored += [node.arg for node in nodes_of(function.args, ast.arg)]
    stored += [name for node in nodes_of(function, ast.Global, ast.Nonlocal) for name in node.names]
    values = {name: value for name, value in assignments(nodes) if stored.count(name) == 1}
    scope = _Scope(values, imported, own | {*stored})
    try:
        types = {_type_of(value, scope) for value in returned}
    except RecursionError:  # a sum with thousands of parts
        return ""
    return types.pop() if len(types) == 1 else ""


def ends(body: list[ast.stmt]) -> bool:
    """Whether a block never continues after its last statement, by its form."""
    last = body[-1]
    if isinstance(last, ast.If):
        return bool(last.orelse) and ends(last.body) and ends(last.orelse)
    if isinstance(last, ast.Try):
        return all(map(ends, [last.orelse or last.body, *(handler.body for handler in last.handlers)]))
    if isinstance(last, ast.With):
        return ends(last.body) and all(dotted_name(getattr(item.context_expr, "func", item.context_expr)) == "open"
                                       for item in last.items)
    return isinstance(last, (ast.Return, ast.Raise))


class _Scope(NamedTuple):
    """{local name: its only value}, {name: what it imports}, {name} that have other meanings than Python's own."""

    values: dict
    imported: dict
    own: frozenset


def _type_of(node, scope):
    """The type of an expression by its form, "" of others."""
    if isinstance(node, ast.Name) and node.id in scope.values:  # without a circle: total = total(1)
        return _type_of(scope.values[node.id], scope._replace(values={}))
    if isinstance(node, ast.IfExp):
        types = {_type_of(node.body, scope), _type_of(node.orelse, scope)}
        return types.pop() if len(types) == 1 else ""
    if isinstance(node, (ast.List, ast.ListComp)):
        elements = node.elts if isinstance(node, ast.List) else [node.elt]
        is_of_dicts = elements and all(_type_of(part, scope) == DICT for part in elements)
        return LIST.format(DICT if is_of_dicts else "Any")
    if isinstance(node, ast.Dict):
        are_texts = all(isinstance(getattr(key, "value", None), str) for key in node.keys)
        return DICT if are_texts and node.keys else "dict[Any, Any]"
    if isinstance(node, ast.Constant):
        return type(node.value).__name__ if isinstance(node.value, (str, int, float, bytes)) else ""
    if isinstance(node, ast.Tuple):
        is_plain = node.elts and not any(isinstance(part, ast.Starred) for part in node.elts)
        return f"tuple[{', '.join(_type_of(part, scope) or 'Any' for part in node.elts)}]" if is_plain else ""
    if isinstance(node, ast.BinOp):
        operands = _type_of(node.left, scope), _type_of(node.right, scope)
        is_format = isinstance(node.op, ast.Mod) and operands[0] == "str"
        return "str" if is_format or isinstance(node.op, ast.Add) and "str" in operands else ""
    return _of_call(node, scope) if isinstance(node, ast.Call) else FORMS.get(node.__class__, "")


def _of_call(node, scope):
    """The type of what a call of a function of Python's library returns, "" of others."""
    if isinstance(node.func, ast.Attribute) and node.func.attr not in scope.own:
        is_text = isinstance(node.func.value, ast.JoinedStr) or isinstance(getattr(node.func.value, "value", None), str)
        if type_ := METHODS.get(node.func.attr) or is_text and OF_TEXTS.get(node.func.attr):
            return type_
    name, _dot, attribute = dotted_name(node.func).partition(".")
    if name in scope.own:
        return ""
    if name in scope.imported:
        return FUNCTIONS_OF.get(f"{scope.imported[name]}.{attribute}" if attribute else scope.imported[name], "")
    return "" if attribute else BUILTINS.get(name, "")


FORMS = {ast.JoinedStr: "str", ast.DictComp: "dict[Any, Any]", ast.Set: "set[Any]", ast.SetComp: "set[Any]",
         ast.GeneratorExp: GENERATOR}


def end_of_header(function: Function, lines: list[bytes]) -> tuple[int, int] | None:
    """(line, column) before the colon of a def, where "-> type" stands; None of a def of an unusual form."""
    args = function.args
    parts = [*nodes_of(args, ast.arg), *args.defaults, *filter(None, args.kw_defaults)]
    line, column = max([(part.end_lineno or 0, part.end_col_offset or 0) for part in parts],
                       default=(function.lineno, function.col_offset))
    pattern = rb"[\s,/)]*\)(\s*):" if parts else rb"(?:async\s+)?def\s+\w+\s*\(\s*\)(\s*):"
    text = b"\n".join([lines[line - 1][column:], *lines[line:line + 3]])
    match = re.match(pattern, text)
    if not match:
        return None
    before = text[:match.start(1)]
    rows = before.count(b"\n")
    return line + rows, len(before.rpartition(b"\n")[2]) + (0 if rows else column)
