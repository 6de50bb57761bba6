"""The user whom a request is about, in code that uses the caller's own id only if the request names no other user:
`params.get("user") or claims["sub"]`. Such a value is a part of the event with the path MIXED."""
import ast
from collections.abc import Sequence
from typing import Any

from interpreter.values import Shaped

IDENTITY = frozenset({"sub", "cognito:username", "username"})
REQUEST = ("queryStringParameters", "pathParameters", "QueryString", "'body'", "'headers'", "(event)")
MIXED = ("request or claim",)


def merged(alternatives: Sequence, result: Any, site: Any):
    """The value of alternatives, [(node, value)]: MIXED instead of the result if one is the caller's id in the token,
    another is of the request, and the code does not compare them."""
    own = [value for _node, value in alternatives if is_identity(value)]
    fn = site.frame.fn
    if not own or len(own) == len(alternatives) or fn is None or _is_guarded(site.node, fn, site.frame.module):
        return result
    others = [node for node, value in alternatives if not is_identity(value)]
    return Shaped({"is": "text"}, MIXED) if any(_is_of_request(node, fn) for node in others) else result


def is_identity(value):
    """Whether a value is the id of the caller, of the claims of a token."""
    return value.__class__ is Shaped and "claims" in value.path and value.path[-1] in IDENTITY


def _is_of_request(node, fn):
    """Whether an expression reads a parameter, a header or the body of the request, also through a name."""
    names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    texts = [ast.unparse(node), *(ast.unparse(part.value) for part in ast.walk(fn) if isinstance(part, ast.Assign)
                                  and getattr(part.targets[0], "id", "") in names)]
    return any(word in text for text in texts for word in REQUEST) and not any("claims" in text for text in texts)


def _is_guarded(node, fn, module):
    """Whether the code tests the name that an expression is assigned to, or reads groups of the token."""
    names = {getattr(part.targets[0], "id", "") for part in ast.walk(fn) if isinstance(part, ast.Assign)
             and any(child is node for child in ast.walk(part.value))}
    tests = [part.test for part in ast.walk(fn) if isinstance(part, (ast.If, ast.IfExp, ast.Assert))
             and part is not node]
    return "cognito:groups" in ast.unparse(module.tree) or any(
        isinstance(child, ast.Name) and child.id in names for test in tests for child in ast.walk(test))
