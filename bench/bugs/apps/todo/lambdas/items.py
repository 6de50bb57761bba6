"""To-do items: {"pk": "user#ann", "sk": "item#1", "title", "state": "open" or "done", "due", "created"}."""
import json
import os
from decimal import Decimal

import boto3

table = boto3.resource("dynamodb").Table(os.environ["TODO_TABLE"])


def key(user, id_):
    """Where an item is kept."""
    return {"pk": f"user#{user}", "sk": f"item#{id_}"}


def user(event):
    """Who is signed in."""
    return event["requestContext"]["authorizer"]["claims"]["sub"]


def shown(row):
    """An item as its owner sees it."""
    return {"id": row["sk"].removeprefix("item#"), "title": row["title"], "state": row["state"],
            "due": row.get("due"), "created": row["created"]}


class Encoder(json.JSONEncoder):
    """JSON of what DynamoDB gives."""

    def default(self, o):
        return int(o) if isinstance(o, Decimal) else super().default(o)


def response(status, body=None):
    """An answer of the API."""
    return {"statusCode": status, "headers": {"content-type": "application/json"},
            "body": "" if body is None else json.dumps(body, cls=Encoder)}
