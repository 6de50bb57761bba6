"""Errors and events of Powertools' resolvers that code uses as they are not."""
import ast
from typing import Any

from checks.check import Check, pitfalls_of
from interpreter.sources import assignments, every_node

# Of NotFoundError the message has a default.
ERRORS = {"BadRequestError", "UnauthorizedError", "ForbiddenError", "InternalServerError",
          "RequestTimeoutError", "RequestEntityTooLargeError", "ServiceUnavailableError", "ServiceError"}


def without_message(tree):
    """Yields pitfalls of raise BadRequestError, and of raise BadRequestError(), of Powertools."""
    names = {alias.asname or alias.name for node in every_node(tree) if isinstance(node, ast.ImportFrom)
             and (node.module or "").startswith("aws_lambda_powertools.event_handler") for alias in node.names
             if alias.name in ERRORS}
    for node in every_node(tree) if names else ():
        error = node.exc if isinstance(node, ast.Raise) else None
        name: Any = error.func if isinstance(error, ast.Call) and not error.args and not error.keywords else error
        if getattr(name, "id", "") in names:
            yield ["powertools", node.lineno, f"{ast.unparse(name)} needs a message",
                   f"raise {ast.unparse(name)}('...')"]


def texts_as_mappings(tree):
    """Yields pitfalls of app.current_event.body["name"]: the body is a text."""
    bound = {name for name, value in assignments(every_node(tree)) if is_body(value, set())}
    stored = [node.id for node in every_node(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    bound = {name for name in bound if stored.count(name) == 1}
    for node in every_node(tree):
        is_item = isinstance(node, ast.Subscript) and isinstance(getattr(node.slice, "value", None), str)
        is_call = isinstance(node, ast.Call) and (getattr(node.func, "attr", "") in ("get", "items", "keys", "values"))
        is_dict = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "dict" and len(node.args) == 1
        base: Any = node.value if is_item else node.func.value if is_call else node.args[0] if is_dict else None
        if is_body(base, bound):
            yield ["powertools", node.lineno, f"{ast.unparse(base)} is a text, not a mapping",
                   "app.current_event.json_body"]


def is_body(node, bound):
    """Whether an expression is the body of Powertools' current_event, or a name of it."""
    return getattr(node, "id", "") in bound or isinstance(node, ast.Attribute) and node.attr == "body" \
        and getattr(node.value, "attr", "") == "current_event"


APP = "infra:\n  layers: [powertools]\n  endpoint: {method: GET, path: '/stars', api: public}\n---\n" \
    "from aws_lambda_powertools.event_handler import APIGatewayRestResolver\n" \
    "from aws_lambda_powertools.event_handler.exceptions import BadRequestError\n\n" \
    "app = APIGatewayRestResolver()\n\n\n" \
    "@app.get('/stars')\ndef stars():\n    raise BadRequestError%s\n\n\ndef handler(event, context):\n" \
    "    return app.resolve(event, context)"
PITFALLS = [(("event_handler",), without_message), (("current_event",), texts_as_mappings)]
CHECKS = [
    Check("P152", "An error, or a body, of Powertools that is used as it is not",
          "TypeError, and so 500 in place of 404: the errors of resolvers need a message, and the body is a text.",
          "https://docs.aws.amazon.com/powertools/python/latest/core/event_handler/api_gateway/index.html",
          APP % "", APP % "('no stars')",
          pitfalls_of("powertools", "TypeError: __init__() missing 1 required positional argument: 'msg'"),
          {"layers/powertools/requirements.txt": "aws-lambda-powertools==3.37.0\n"}),
]
