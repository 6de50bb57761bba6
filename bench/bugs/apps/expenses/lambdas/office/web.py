"""What the endpoints share."""
import json
from decimal import Decimal


def caller(event):
    """The claims of who is signed in, of endpoints with and without groups."""
    authorizer = event["requestContext"]["authorizer"]
    return authorizer.get("claims") or authorizer


def plain(value):
    """JSON for Decimals."""
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def respond(status, body):
    """A JSON response that pages of other origins can read."""
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"},
        "body": json.dumps(body, default=plain),
    }
