"""Answers of the API."""
import json
from decimal import Decimal


class Problem(Exception):
    """An answer that is no success."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status
        self.message = message


def plain(value):
    """What json cannot write by itself."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def answer(status, body):
    return {"statusCode": status, "headers": {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"},
            "body": json.dumps(body, default=plain)}


def customer_of(event):
    """The signed-in customer."""
    return event["requestContext"]["authorizer"]["claims"]["sub"]


def endpoint(function):
    """Lets a handler return (status, body), or raise Problem."""

    def handler(event, context):
        try:
            status, body = function(event)
        except Problem as problem:
            return answer(problem.status, {"message": problem.message})
        return answer(status, body)

    return handler
