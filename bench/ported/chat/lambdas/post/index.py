"""Says something in a room.

infra:
  endpoint:
    api: public
    method: POST
    path: /rooms/{room}
    schema:
      type: object
      required: [user, text]
      properties: {user: {type: string, minLength: 1}, text: {type: string, maxLength: 500}}
"""
import json
import os
import time

import boto3

ddb = boto3.client("dynamodb")


def handler(event, context):
    message = json.loads(event["body"])
    sent_at = time.time_ns() // 1000
    ddb.put_item(TableName=os.environ["CHAT_TABLE"], Item={
        "room": {"S": event["pathParameters"]["room"]},
        "sent_at": {"N": str(sent_at)},
        "user": {"S": message["user"]},
        "text": {"S": message["text"]},
        "ttl": {"N": str(int(time.time()) + 7 * 86400)},
    })
    return {"statusCode": 201, "body": json.dumps({"sent_at": sent_at})}
