"""Responses of the endpoints, and the tokens of their pages."""
import base64
import json
from decimal import Decimal


def plain(value):
    """A Decimal as a number, for json.dumps."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} is no JSON")


def respond(status, body):
    return {"statusCode": status, "headers": {"Content-Type": "application/json"},
            "body": json.dumps(body, default=plain)}


def token_of(key):
    """The last key of a page as text for an address."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def key_of(token):
    """The key of a token; ValueError if it is none of ours."""
    key = json.loads(base64.urlsafe_b64decode(token))
    if not isinstance(key, dict):
        raise ValueError("no key")
    return key
