"""Keeps, for each user, what they were reminded of last.

infra:
  topic: {}
"""
import json

from lambdas import items


def handler(event, context):
    for record in event["Records"]:
        message = json.loads(record["Sns"]["Message"])
        items.table.put_item(Item={"pk": f"user#{message['user']}", "sk": "reminder",
                                   "titles": message["titles"], "at": record["Sns"]["Timestamp"]})
