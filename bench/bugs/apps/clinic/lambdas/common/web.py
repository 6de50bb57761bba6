"""Requests and responses of the endpoints."""
import base64
import json
from decimal import Decimal


def plain(value):
    """Decimals and sets of a row, for json.dumps."""
    if isinstance(value, Decimal):
        return int(value) if value % 1 == 0 else float(value)
    if isinstance(value, set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} is no JSON")


def answer(status, body):
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", "Cache-Control": "no-store"},
        "body": json.dumps(body, default=plain),
    }


def patient_of(event):
    """The id of the signed-in patient."""
    return event["requestContext"]["authorizer"]["claims"]["sub"]


def next_of(key):
    """The last key of a page, as text for the address of the next one."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def start_of(text, patient):
    """The key in such a text; ValueError if it is none of this patient's."""
    key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    if not isinstance(key, dict) or set(key) != {"pk", "sk", "patient"} or key["patient"] != patient:
        raise ValueError("no page")
    return key
