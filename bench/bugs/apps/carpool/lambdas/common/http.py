"""Requests and responses of the HTTP API."""
import base64
import json
from decimal import Decimal


class Problem(Exception):
    def __init__(self, status, title):
        super().__init__(title)
        self.status = status
        self.title = title


def body_bytes(event):
    body = event.get("body") or ""
    return base64.b64decode(body) if event["isBase64Encoded"] else body.encode()


def body_json(event):
    try:
        return json.loads(body_bytes(event), parse_float=Decimal)
    except ValueError:
        raise Problem(400, "the body is no JSON") from None


def driver_of(event):
    """The signed-in driver."""
    return event["requestContext"]["authorizer"]["jwt"]["claims"]["sub"]


def as_number(value):
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(type(value).__name__)


def reply(status, body=None):
    if body is None:
        return {"statusCode": status}
    return {
        "statusCode": status,
        "headers": {"content-type": "application/json"},
        "body": json.dumps(body, default=as_number),
    }


def endpoint(function):
    """A handler that answers problems with their status."""
    def wrapped(event, context):
        try:
            return function(event)
        except Problem as problem:
            return reply(problem.status, {"title": problem.title})
    return wrapped
