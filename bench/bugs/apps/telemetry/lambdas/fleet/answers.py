"""Answers of endpoints."""
import json
from decimal import Decimal


def plain(value):
    """Decimals as numbers, for json."""
    if isinstance(value, Decimal):
        return int(value) if value % 1 == 0 else float(value)
    raise TypeError(f"{type(value).__name__} is no JSON")


def answer(status, body):
    """The answer of an endpoint, with JSON."""
    return {"statusCode": status, "headers": {"Content-Type": "application/json"},
            "body": json.dumps(body, default=plain)}
