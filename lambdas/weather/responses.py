"""Responses of endpoints, in the format of API Gateway."""
import json


def response(status, body):
    """{"statusCode": 200, ...} with the body as JSON; DynamoDB's Decimals become plain numbers."""
    return {"statusCode": status,
            "headers": {"Content-Type": "application/json",
                        "Access-Control-Allow-Origin": "*"},  # a page of any website may read it
            "body": json.dumps(body, default=number)}


def number(value):
    """Decimal("3") -> 3, Decimal("3.5") -> 3.5; json calls this for types that it does not know."""
    return int(value) if value == int(value) else float(value)
