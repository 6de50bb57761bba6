"""Answers of endpoints."""
import json
from decimal import Decimal


class Refused(Exception):
    """A request that cannot be done; its status and its message are the answer."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def plain(value):
    """What JSON does not know: numbers of a table."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, set):
        return sorted(value)
    raise TypeError(f"no JSON: {value!r}")


def reply(status, body, **headers):
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", **headers},
        "body": json.dumps(body, default=plain),
    }


def refusal(error):
    return reply(error.status, {"message": str(error)})
