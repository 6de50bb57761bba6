"""Answers of the endpoints."""
import decimal
import json


class Refused(Exception):
    """A request that the ferry line does not accept."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status
        self.message = message


def plain(value):
    """DynamoDB's numbers as JSON's."""
    if isinstance(value, decimal.Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} is no JSON")


def answer(status, body):
    return {"statusCode": status, "headers": {"Content-Type": "application/json"},
            "body": json.dumps(body, default=plain)}


def guarded(handler):
    """A handler whose refusals become answers."""
    def guard(event, context):
        try:
            return handler(event, context)
        except Refused as refused:
            return answer(refused.status, {"message": refused.message})
    return guard
