"""The codes of AWS's errors with which code compares error.response["Error"]["Code"]."""
import ast
from typing import Any

from interpreter.sources import constant_texts, every_node, functions, nodes_of, read_item, read_key


def compared_codes(body: list, module: ast.AST) -> list[list[tuple[str, int]]]:
    """[[(code, line)] of each comparison] of the texts, and numbers, with which statements compare an error's code.

    module  the tree around them, whose constants and functions they use
    """
    if "Code" not in constant_texts(module):
        return []
    values, names = _assigned(module), set[str]()
    while found := ({name for name, parts in values.items() if any(_is_code(part, names, values) for part in parts)} | {
            function.name for function in functions(module) for node in nodes_of(function, ast.Return)
            if _is_code(node.value, names, values)}) - names:
        names |= found
    codes = []
    for node in (node for statement in body for node in every_node(statement)):
        sides: list = [node.left, node.comparators[0]] if isinstance(node, ast.Compare) and len(node.ops) == 1 else \
            [part for part in read_item(node) if part]
        if any(_is_code(side, names, values) for side in sides):
            codes.append([pair for side in sides for pair in _texts(side, values)])
        elif isinstance(node, ast.Match) and _is_code(node.subject, names, values):
            codes.append([pair for case in node.cases for part in every_node(case.pattern)
                          if isinstance(part, ast.MatchValue) for pair in _texts(part.value, values)])
    return codes


def _assigned(module):
    """{name: [node of its value]} of the names that the code of a tree sets."""
    values: dict[str, list] = {}
    for node in every_node(module):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(targets[0], ast.Name) and len(targets) == 1 and getattr(node, "value", None) is not None:
            values.setdefault(targets[0].id, []).append(node.value)
    return values


def _texts(node: Any, values: dict[str, list]):
    """[(text or number, line)] of a constant, or of the constants in a tuple, list or set, or of the keys of a mapping;
    of a name that is set once, at the line of its value."""
    only = values.get(getattr(node, "id", ""), ())
    node = only[0] if len(only) == 1 else node
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("frozenset", "set", "tuple") and node.args:
        node = node.args[0]
    parts: list = node.keys if isinstance(node, ast.Dict) else node.elts if isinstance(
        node, (ast.Tuple, ast.List, ast.Set)) else [node]
    return [(part.value, part.lineno) for part in parts if type(getattr(part, "value", None)) in (str, int)]


def _is_code(node, names, values):
    """Whether an expression is the code of an error: error.response["Error"]["Code"], also with .get.

    names   of codes, and of functions that return one
    values  of _assigned()
    """
    function = getattr(node, "func", node)
    if getattr(function, "id", getattr(function, "attr", "") if function is not node else "") in names:
        return True
    owner = _owner(node, "Code")
    return any(_owner(part, "Error") is not None for part in (owner, *values.get(getattr(owner, "id", ""), ())))


def _owner(node, key):
    """The mapping of mapping[key] or mapping.get(key); None of other expressions. (x := ...) is its value."""
    node = node.value if isinstance(node, ast.NamedExpr) else node
    return read_item(node)[0] if read_key(node) == key else None
