"""What an endpoint gives back, as API Gateway wants it."""
import json


def answer(status, body):
    """{"statusCode": 200, ...} with the body as JSON; DynamoDB's Decimals become plain numbers."""
    return {"statusCode": status,
            "headers": {"Content-Type": "application/json",
                        "Access-Control-Allow-Origin": "*"},  # a page of any website may read it
            "body": json.dumps(body, default=number)}


def number(value):
    """Decimal("3") -> 3, Decimal("3.5") -> 3.5; json asks this for whatever it does not know."""
    return int(value) if value == int(value) else float(value)
