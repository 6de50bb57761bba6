"""What the endpoints share."""
import json


def user(event):
    """Who is signed in."""
    return event["requestContext"]["authorizer"]["claims"]["sub"]


def room(event):
    """The room of the path."""
    return event["pathParameters"]["room"]


def reply(status, body):
    """A JSON answer."""
    return {"statusCode": status, "body": json.dumps(body), "headers": {"Access-Control-Allow-Origin": "*"}}
