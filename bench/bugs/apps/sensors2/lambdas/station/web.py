"""Requests and responses of the endpoints."""
import base64
import json
from decimal import Decimal


def plain(value):
    if isinstance(value, Decimal):
        return int(value) if value % 1 == 0 else float(value)
    raise TypeError(f"{type(value).__name__} is no JSON")


def respond(status, body):
    return {"statusCode": status, "headers": {"Content-Type": "application/json"},
            "body": json.dumps(body, default=plain)}


def owner_of(event):
    return event["requestContext"]["authorizer"]["claims"]["sub"]


def email_of(event):
    return event["requestContext"]["authorizer"]["claims"]["email"]


def token_of(key):
    """The last key of a page, as text for an address."""
    return base64.urlsafe_b64encode(json.dumps(key, default=plain).encode()).decode()


def key_of(token, owner):
    """The key of such a text; ValueError if it is none of this owner's."""
    key = json.loads(base64.urlsafe_b64decode(token))
    if not isinstance(key, dict) or set(key) != {"pk", "sk", "owner"} or key["owner"] != owner:
        raise ValueError("no page")
    return key
