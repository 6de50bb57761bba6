"""Responses, and the user of a request."""
import json
from decimal import Decimal
from http import HTTPStatus


def plain(value):
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"cannot write {value!r}")


def ok(body, status=HTTPStatus.OK):
    return {"statusCode": int(status), "headers": {"Content-Type": "application/json"},
            "body": json.dumps(body, default=plain)}


def no(status, message):
    return ok({"message": message}, status)


def user(event):
    return event["requestContext"]["authorizer"]["claims"]["sub"]
