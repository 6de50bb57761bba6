"""Answers of the endpoints."""
import decimal
import functools
import json


class Encoder(json.JSONEncoder):
    def default(self, o):
        if isinstance(o, decimal.Decimal):
            return str(o)
        return super().default(o)


def answer(status, body=None):
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", "Cache-Control": "no-store"},
        "body": json.dumps(body or {}, cls=Encoder),
    }


def endpoint(function):
    """Turns what a function returns into an answer, and wrong input into 400."""
    @functools.wraps(function)
    def wrapper(event, context):
        try:
            result = function(event)
        except (ValueError, KeyError, decimal.InvalidOperation) as error:
            print(f"{function.__name__}: {error!r}")
            return answer(400, {"message": str(error)})
        return answer(*result) if isinstance(result, tuple) else answer(200, result)
    return wrapper
