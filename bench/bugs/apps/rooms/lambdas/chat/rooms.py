"""Rooms: {"pk": "room#tea", "sk": "room", "members", "last"}, members "member#ann", messages "message#00000001"."""
import os

import boto3

client = boto3.client("dynamodb")
TABLE = os.environ["ROOMS_TABLE"]
table = boto3.resource("dynamodb").Table(TABLE)


def room_key(room):
    """Where a room is kept."""
    return {"pk": f"room#{room}", "sk": "room"}


def member_key(room, user):
    """Where a membership is kept."""
    return {"pk": f"room#{room}", "sk": f"member#{user}"}


def message_key(room, number):
    """Where a message is kept; messages sort by number."""
    return {"pk": f"room#{room}", "sk": f"message#{number:08d}"}
