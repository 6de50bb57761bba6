"""The user whom a request is about, in code that uses the caller's own id only if the request names no other user:
`params.get("user") or claims["sub"]`. Such a value is a part of the event with the path MIXED."""
import ast
from collections.abc import Sequence
from typing import Any

from interpreter.sources import every_node
from interpreter.values import Shaped

IDENTITY = frozenset({"sub", "cognito:username", "username"})
REQUEST = ("queryStringParameters", "pathParameters", "QueryString", "'body'", "'headers'", "(event)")
MIXED = ("request or claim",)
CHOICE = Shaped({"is": "text"}, MIXED)


def merged(alternatives: Sequence, result: Any, site: Any):
    """The value of alternatives, [(node, value)]: MIXED instead of the result if one is the caller's id in the token,
    another is of the request, and the code does not compare them."""
    fn = site.frame.fn
    nodes = [node for node, _value in alternatives]
    own = [node for node, value in alternatives if is_identity(value) or fn is not None and _is_of_authorizer(
        node, [alternative for alternative in nodes if alternative is not node], fn)]
    if not own or len(own) == len(alternatives) or fn is None or _is_guarded(site.node, fn, site.frame.module):
        return result
    without_claims = [node for node in nodes if not any(node is part for part in own)]
    return CHOICE if any(_is_of_request(node, fn) for node in without_claims) else result


def is_identity(value):
    """Whether a value is the id of the caller, of the claims of a token."""
    return value.__class__ is Shaped and "claims" in value.path and value.path[-1] in IDENTITY


def _is_of_authorizer(node, others, fn):
    """Whether an expression is what an authorizer says under a key that others, [node], read elsewhere: the body too
    has an employee."""
    if isinstance(node, ast.Name):
        assigned = [part.value for part in every_node(fn) if isinstance(part, ast.Assign)
                    and getattr(part.targets[0], "id", "") == node.id]
        node = assigned[0] if len(assigned) == 1 else node
    key = getattr(node.slice, "value", None) if isinstance(node, ast.Subscript) else None
    return isinstance(key, str) and "'authorizer'" in ast.unparse(node) and any(
        repr(key) in ast.unparse(expression) and "authorizer" not in ast.unparse(expression) for expression in others)


def _is_of_request(node, fn):
    """Whether an expression reads a parameter, a header or the body of the request, also through a name."""
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    texts = [ast.unparse(node), *(ast.unparse(part.value) for part in every_node(fn) if isinstance(part, ast.Assign)
                                  and getattr(part.targets[0], "id", "") in names)]
    return any(word in text for text in texts for word in REQUEST) and not any("claims" in text for text in texts)


def _is_guarded(node, fn, module):
    """Whether the code tests the name that an expression is assigned to, or reads groups of the token."""
    names = {getattr(part.targets[0], "id", "") for part in every_node(fn) if isinstance(part, ast.Assign)
             and any(child is node for child in ast.walk(part.value))}
    tests = [part.test for part in every_node(fn) if isinstance(part, (ast.If, ast.IfExp, ast.Assert))
             and part is not node]
    return "cognito:groups" in ast.unparse(module.tree) or any(_tests(test, names) for test in tests)


def _tests(test, names):
    """Whether a condition compares one of some names with another value, or passes it to a function: may_read(user)."""
    if isinstance(test, (ast.BoolOp, ast.UnaryOp)):
        return any(_tests(part, names) for part in getattr(test, "values", [getattr(test, "operand", None)]))
    sides = [test.left, *test.comparators] if isinstance(test, ast.Compare) else \
        test.args if isinstance(test, ast.Call) else []
    is_none = isinstance(test, ast.Compare) and any(getattr(side, "value", "") is None for side in sides)
    return not is_none and any(isinstance(side, ast.Name) and side.id in names for side in sides)


def note_replaced(items: dict, value: Any, later: Sequence, site: Any):
    """Note a key for a part of the request's path or token, {"device": event["pathParameters"]["device"], **body}, that
    a body after it may replace: its schema has such a property, or allows others.

    items  of the mapping before the body; later: the keys that stand after it
    """
    if value.__class__ is not Shaped or value.path[:2] != ("body", "()"):
        return
    allowed = value.shape["is"] == "map" and bool(value.shape["open"])
    for key, item in items.items():
        if key not in later and (allowed or key in value.shape.get("fields", {})) and _names_one(item) \
                and (*value.path, key) not in site.analysis.looked_up:
            site.note("replaced-key", key=key, path=list(value.path))


def _names_one(value):
    """Whether a value is a part of the request's path, or the id of the caller."""
    return is_identity(value) or value.__class__ is Shaped and value.path[:1] == ("pathParameters",)
