"""Counts how often somebody was rude, and in which rooms; the third time takes them out of the room.

infra:
  events:
  - name: rude
    topic: RudeMessage
"""
from lambdas.chat import rooms

MOST = 3


def handler(event, context):
    user, room = event["detail"]["user"], event["detail"]["room"]
    row = rooms.table.update_item(
        Key={"pk": f"user#{user}", "sk": "strikes"},
        UpdateExpression="ADD strikes :one, rooms :room",
        ExpressionAttributeValues={":one": 1, ":room": {room}},
        ReturnValues="ALL_NEW")["Attributes"]
    if row["strikes"] >= MOST:
        rooms.table.delete_item(Key=rooms.member_key(room, user))
