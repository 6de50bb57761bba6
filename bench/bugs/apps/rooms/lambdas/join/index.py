"""Joins a room: PUT /rooms/{room}/me

infra:
  endpoint:
    api: private
    method: PUT
    path: /rooms/{room}/me
"""
from lambdas.chat import rooms, web


def handler(event, context):
    room, user = web.room(event), web.user(event)
    pk, member = f"room#{room}", f"member#{user}"
    try:
        rooms.client.transact_write_items(TransactItems=[
            {"Put": {"TableName": rooms.TABLE, "Item": {"pk": {"S": pk}, "sk": {"S": member}, "user": {"S": user}},
                     "ConditionExpression": "attribute_not_exists(pk)"}},
            {"Update": {"TableName": rooms.TABLE, "Key": {"pk": {"S": pk}, "sk": {"S": "room"}},
                        "UpdateExpression": "ADD members :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}}])
    except rooms.client.exceptions.TransactionCanceledException:
        return web.reply(409, {"message": f"you are in {room} already"})
    return web.reply(201, {"room": room})
