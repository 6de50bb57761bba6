"""What an endpoint answers."""
import json
from decimal import Decimal


class Refused(Exception):
    """A request that is answered with an error."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status
        self.message = message


def plain(value):
    """What json cannot write: numbers of DynamoDB and sets."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, set):
        return sorted(value)
    raise TypeError(f"{value!r} is no JSON")


def answer(status, body, **headers):
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", **headers},
        "body": json.dumps(body, default=plain),
    }


def refusal(error):
    return answer(error.status, {"message": error.message})
