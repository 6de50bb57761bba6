"""What many checks read of a syntax tree: calls and their arguments, mappings, excepts, and names that code binds."""
import ast
from typing import Any

from interpreter.sources import assignments, every_node, functions, nodes_of

LOGS = frozenset({"print", "log", "debug", "info", "warning", "error", "exception", "critical"})  # functions, methods


def method_name(node: Any) -> str:
    """"append" of rows.append(row); "" of append(row), and of what is no call."""
    return getattr(node.func, "attr", "") if isinstance(node, ast.Call) else ""


def function_name(node: Any) -> str:
    """"len" of len(rows); "" of rows.append(row), and of what is no call."""
    return getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""


def base_name(node: Any) -> str:
    """"rows" of rows.append, rows[0] and row of row["id"]; "" of a node that is no such part of a name's value."""
    return getattr(getattr(node, "value", None), "id", "")


def dotted_name(node: Any) -> str:
    """"os.path.join" of such an expression; "" of one with other parts than names."""
    if isinstance(node, ast.Attribute):
        base = dotted_name(node.value)
        return base and f"{base}.{node.attr}"
    return getattr(node, "id", "")


def keywords(node: Any) -> dict[str | None, Any]:
    """{name: node of its value} of the keyword arguments of a call; None is the name of `**more`."""
    return {keyword.arg: keyword.value for keyword in getattr(node, "keywords", ())}


def spread_names(node: ast.Call) -> set[str]:
    """{"query"} of call(**query)."""
    return {getattr(keyword.value, "id", "") for keyword in node.keywords if keyword.arg is None} - {""}


def arguments(node: ast.Call) -> list[Any]:
    """The nodes of all values that a call passes."""
    return [*node.args, *(keyword.value for keyword in node.keywords)]


def members(node: Any) -> dict[Any, Any]:
    """{key: node of its value} of {"pk": ..., "sk": ...}; None is a key that is no constant. {} of other nodes."""
    return {getattr(key, "value", None): value for key, value in zip(node.keys, node.values)} \
        if isinstance(node, ast.Dict) else {}


def stored_names(tree: ast.AST) -> list[str]:
    """[name] that a tree binds by assignments and loops, as often as it does."""
    return [node.id for node in nodes_of(tree, ast.Name) if isinstance(node.ctx, ast.Store)]


def bindings(nodes: list[Any]) -> dict[str, Any]:
    """{name: node of its only value} of assignments among nodes; None of a name with several."""
    values: dict[str, Any] = {}
    for name, value in assignments(nodes):
        values[name] = None if name in values else value
    return values


def body_nodes(*blocks: Any) -> list[Any]:
    """All nodes in the bodies of functions, loops, tries and excepts."""
    return [node for block in blocks for statement in block.body for node in every_node(statement)]


def functions_around(tree: ast.AST, line: int) -> list[Any]:
    """The functions that have a line, outer ones first."""
    return [function for function in functions(tree) if function.lineno <= line <= (function.end_lineno or 0)]


def lines_of(node: Any) -> range:
    """The numbers of the lines of a node."""
    return range(node.lineno, (node.end_lineno or 0) + 1)


def may_catch(node: ast.Try | ast.TryStar, names: set[str] | frozenset[str]) -> bool:
    """Whether a try catches all exceptions, or some whose names are among those."""
    return any(handler.type is None or any(getattr(part, "id", "") in names for part in every_node(handler.type))
               for handler in node.handlers)


def module_constants(tree: ast.Module) -> dict[str, Any]:
    """{name: value} of the constants that a module assigns to names."""
    return {name: value.value for name, value in assignments(tree.body) if isinstance(value, ast.Constant)}


def parameters(function: Any) -> list[ast.arg]:
    """The parameters of a function, without *args and **kwargs."""
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]


def defaults(function: Any) -> list[tuple[str, Any]]:
    """[(name, node of its default)] of the parameters of a function that have one."""
    by_place = [*function.args.posonlyargs, *function.args.args][::-1]
    pairs = [*zip(by_place, function.args.defaults[::-1]), *zip(function.args.kwonlyargs, function.args.kw_defaults)]
    return [(parameter.arg, default) for parameter, default in pairs if default is not None]
