"""The messages of a room from a number on: GET /rooms/{room}/messages?after=7

infra:
  endpoint:
    api: public
    method: GET
    path: /rooms/{room}/messages
"""
from boto3.dynamodb.conditions import Key

from lambdas.chat import rooms, web


def handler(event, context):
    room, asked = web.room(event), event.get("queryStringParameters") or {}
    after = int(asked.get("after", 0))
    page = rooms.table.query(
        KeyConditionExpression=Key("pk").eq(f"room#{room}") & Key("sk").between(
            rooms.message_key(room, after + 1)["sk"], "message#99999999"),
        ProjectionExpression="sk, #user, #text, #at",
        ExpressionAttributeNames={"#user": "user", "#text": "text", "#at": "at"},
        Limit=50)
    return web.reply(200, [
        {"number": int(row["sk"].split("#")[1]), "user": row["user"], "text": row.get("text")}
        for row in page["Items"]])
