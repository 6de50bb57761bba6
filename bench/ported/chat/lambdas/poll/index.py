"""What was said in a room since a time; waits a while for news.

infra:
  endpoint: {api: public, method: GET, path: "/rooms/{room}", parameters: [since]}
  timeout: long
"""
import json
import os
import time

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["CHAT_TABLE"])


def handler(event, context):
    room = event["pathParameters"]["room"]
    since = int(event["queryStringParameters"]["since"])
    while True:
        items = table.query(KeyConditionExpression=Key("room").eq(room) & Key("sent_at").gt(since),
                            ConsistentRead=True)["Items"]
        if items or context.get_remaining_time_in_millis() < 27_000:
            break
        time.sleep(0.5)
    messages = [{"user": i["user"], "text": i["text"], "sent_at": int(i["sent_at"])} for i in items]
    return {"statusCode": 200, "headers": {"Cache-Control": "no-store"}, "body": json.dumps(messages)}
