"""Responses of the endpoints."""
import json
from decimal import Decimal


class Encoder(json.JSONEncoder):
    """JSON with the numbers and sets of DynamoDB."""

    def default(self, o):
        if isinstance(o, Decimal):
            return int(o) if o % 1 == 0 else float(o)
        if isinstance(o, (set, frozenset)):
            return sorted(o)
        return super().default(o)


def answer(status, body):
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", "Cache-Control": "no-store"},
        "body": json.dumps(body, cls=Encoder),
    }


def refuse(status, message):
    return answer(status, {"message": message})


def groups_of(event):
    """The groups of the signed-in user, as API Gateway writes them: with commas."""
    return event["requestContext"]["authorizer"]["claims"].get("cognito:groups", "").split(",")
