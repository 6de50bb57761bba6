"""A queue whose failures are told after five of them.

infra:
  queue: {}
  alarm:
    errors: 5 in 10 minutes
    duration: 80
"""
import os

import boto3


def handler(event, context):
    table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])
    for record in event["Records"]:
        table.put_item(Item={"pk": record["messageId"], "sk": "order"})
