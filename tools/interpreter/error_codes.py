"""The codes of AWS's errors with which code compares error.response["Error"]["Code"]."""
import ast
from typing import Any

from interpreter.sources import every_node


def compared_codes(body: list) -> list[tuple[str, int]]:
    """[(code, line)] of the texts with which statements compare an error's code: [("NoSuchKey", 12)]."""
    nodes = [node for statement in body for node in every_node(statement)]
    names = {node.targets[0].id for node in nodes if isinstance(node, ast.Assign) and len(node.targets) == 1
             and isinstance(node.targets[0], ast.Name) and _is_code(node.value)}
    names |= {node.target.id for node in nodes if isinstance(node, ast.NamedExpr) and _is_code(node.value)}
    codes = []
    for node in nodes:
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            sides = [node.left, node.comparators[0]]
            if any(_is_code(side) or getattr(side, "id", "") in names for side in sides):
                codes += [pair for side in sides for pair in _texts(side)]
        elif isinstance(node, ast.Match) and (_is_code(node.subject) or getattr(node.subject, "id", "") in names):
            codes += [pair for case in node.cases for part in every_node(case.pattern)
                      if isinstance(part, ast.MatchValue) for pair in _texts(part.value)]
    return codes


def _texts(node: Any):
    """[(text, line)] of a constant, or of the constants in a tuple, list or set."""
    parts: list = node.elts if isinstance(node, (ast.Tuple, ast.List, ast.Set)) else [node]
    return [(part.value, part.lineno) for part in parts if isinstance(getattr(part, "value", None), str)]


def _is_code(node):
    """Whether an expression is the code of an error: error.response["Error"]["Code"], also with .get."""
    owner = _owner(node, "Code")
    return owner is not None and _owner(owner, "Error") is not None


def _owner(node, key):
    """The mapping of mapping[key] or mapping.get(key); None of other expressions. (x := ...) is its value."""
    node = node.value if isinstance(node, ast.NamedExpr) else node
    if isinstance(node, ast.Subscript) and getattr(node.slice, "value", None) == key:
        return node.value
    is_get = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "get"
    return node.func.value if is_get and node.args and getattr(node.args[0], "value", None) == key else None
