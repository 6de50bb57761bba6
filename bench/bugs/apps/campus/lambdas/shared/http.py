"""Responses, and errors that become responses."""
import base64
import functools
import json
from decimal import Decimal


class HttpError(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


class Encoder(json.JSONEncoder):
    """JSON of rows: Decimals are numbers, sets are sorted lists."""

    def default(self, o):
        if isinstance(o, Decimal):
            return float(o) if o % 1 else int(o)
        if isinstance(o, (set, frozenset)):
            return sorted(o)
        return super().default(o)


def body_of(event):
    text = event.get("body") or "{}"
    if event.get("isBase64Encoded"):
        text = base64.b64decode(text).decode("utf-8")
    return json.loads(text, parse_float=Decimal)


def endpoint(function):
    """A handler that returns (status, body), or raises HttpError."""
    @functools.wraps(function)
    def wrapper(event, context):
        try:
            status, body = function(event, context)
        except HttpError as error:
            status, body = error.status, {"message": str(error)}
        return {
            "statusCode": status,
            "headers": {"Content-Type": "application/json"},
            "body": json.dumps(body, cls=Encoder) if body is not None else "",
        }
    return wrapper
