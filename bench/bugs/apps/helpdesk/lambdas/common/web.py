"""Responses of the endpoints, and who calls them."""
import json
import os
from decimal import Decimal

ORIGIN = os.environ["HELPDESK_CORS_ORIGINS"].split(",")[0]


def encode(value):
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} cannot be JSON")


def respond(status, body=None):
    response = {"statusCode": status, "headers": {"Access-Control-Allow-Origin": ORIGIN}}
    if body is not None:
        response["headers"]["Content-Type"] = "application/json"
        response["body"] = json.dumps(body, default=encode)
    return response


def agent_of(event):
    """The address of the signed-in agent."""
    return event["requestContext"]["authorizer"]["email"]
