"""Requests and answers of the endpoints."""
import json
from datetime import date
from decimal import Decimal


class BadRequest(Exception):
    def __init__(self, message, status=400):
        super().__init__(message)
        self.message = message
        self.status = status


def plain(value):
    """What json cannot write by itself."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} is no JSON")


def reply(status, body, **headers):
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", **headers},
        "body": json.dumps(body, default=plain),
    }


def body_of(event):
    try:
        return json.loads(event["body"] or "{}", parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise BadRequest(f"no JSON: {error.msg}") from error


def day_of(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadRequest(f"no day: {text}") from error


def groups_of(event):
    """The groups of the user who calls."""
    claims = event["requestContext"]["authorizer"]["claims"]
    return [name for name in claims.get("cognito:groups", "").split(",") if name]
