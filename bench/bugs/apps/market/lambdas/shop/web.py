"""Requests and responses of the endpoints."""
import base64
import binascii
import json
from decimal import Decimal


def plain(value):
    """A Decimal of a row as a number, for json.dumps."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} is no JSON")


def respond(status, body, **headers):
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", **headers},
        "body": json.dumps(body, default=plain),
    }


def claims_of(event):
    return event["requestContext"]["authorizer"]["claims"]


def header(event, name):
    """A header of the request in any case, or None."""
    return {key.lower(): value for key, value in event["headers"].items()}.get(name.lower())


def token_of(key):
    """The last key of a page, as text for an address."""
    return base64.urlsafe_b64encode(json.dumps(key, default=plain).encode()).decode()


def key_of(token, category):
    """The key of such a text; ValueError if it is none of this category."""
    try:
        key = json.loads(base64.urlsafe_b64decode(token))
    except binascii.Error as error:
        raise ValueError("no page") from error
    if not isinstance(key, dict) or set(key) != {"pk", "sk", "category"} or key["category"] != category:
        raise ValueError("no page")
    return key
