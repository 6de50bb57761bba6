"""Says something in a room: POST /rooms/{room}/messages with {"text": "hello"}

infra:
  endpoint:
    api: private
    method: POST
    path: /rooms/{room}/messages
    schema:
      type: object
      required: [text]
      properties:
        text: {type: string, minLength: 1}
"""
import json
from datetime import datetime, timezone

from lambdas.chat import rooms, web


def handler(event, context):
    room, user = web.room(event), web.user(event)
    if "Item" not in rooms.table.get_item(Key=rooms.member_key(room, user)):
        return web.reply(403, {"message": f"join {room} first"})
    text = json.loads(event["body"])["text"]
    number = next_number(room)
    rooms.table.put_item(Item={**rooms.message_key(room, number), "user": user, "text": text,
                               "at": datetime.now(timezone.utc).isoformat(timespec="seconds")})
    return web.reply(201, {"number": number})


def next_number(room):
    """The number of the room's next message: two that speak at once get two numbers."""
    answer = rooms.table.update_item(
        Key=rooms.room_key(room), UpdateExpression="ADD #last :one",
        ExpressionAttributeNames={"#last": "last"}, ExpressionAttributeValues={":one": 1},
        ReturnValues="UPDATED_NEW")
    return int(answer["Attributes"]["last"])
