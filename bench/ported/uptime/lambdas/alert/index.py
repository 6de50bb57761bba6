"""Writes alerts.

infra:
  topic: {}
"""
import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["UPTIME_TABLE"])


def handler(event, context):
    for site in json.loads(event["Records"][0]["Sns"]["Message"]):
        table.put_item(Item={"pk": "ALERT", "sk": site["url"], "up": site["up"]})
