"""Requests and responses of the endpoints."""
import base64
import binascii
import json
from decimal import Decimal
from typing import Any


class BadRequest(Exception):
    """What the caller sent cannot be used."""


def jsonable(value: Any):
    """Decimals of a row as numbers, for json.dumps."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} is no JSON")


def reply(status: int, body: Any, **headers: str) -> dict:
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", **headers},
        "body": json.dumps(body, default=jsonable),
    }


def to_token(key: dict | None) -> str | None:
    """The last key of a page as text for an address."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode() if key else None


def from_token(token: str) -> dict:
    try:
        return json.loads(base64.urlsafe_b64decode(token))
    except (binascii.Error, ValueError) as error:
        raise BadRequest("no page") from error
