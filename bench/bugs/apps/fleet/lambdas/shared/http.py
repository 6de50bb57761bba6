"""Answers as JSON, and the driver who calls."""
import json
from decimal import Decimal


def as_json(value):
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"cannot send {type(value).__name__}")


def reply(status, value):
    return {"statusCode": status, "headers": {"content-type": "application/json"}, "body": json.dumps(value, default=as_json)}


def claims(event):
    return event["requestContext"]["authorizer"]["jwt"]["claims"]
