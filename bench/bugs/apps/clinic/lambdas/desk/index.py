"""Keeps what somebody at the desk must look at.

infra:
  topic:
    filter:
      attributes:
        kind: [document, letter]
"""
import json

from lambdas.common.rows import table


def handler(event, context):
    for record in event["Records"]:
        message = record["Sns"]
        table.put_item(Item={
            "pk": "desk",
            "sk": f"task#{message['Timestamp']}#{message['MessageId']}",
            "subject": message.get("Subject") or "Please look",
            "sort": message["MessageAttributes"]["kind"]["Value"],
            "about": json.loads(message["Message"])})
