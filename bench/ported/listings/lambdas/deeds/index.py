"""Keeps the status of each deed.

infra:
  events:
  - name: status-changed
    topic: DeedStatusChanged
    retries: 5
    age: 900
  timeout: 10
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["LISTINGS_TABLE"])


def handler(event, context):
    detail = event["detail"]
    table.update_item(
        Key={"house": detail["house"]},
        UpdateExpression="SET #s = :s, deed = :c, modified = :m",
        ExpressionAttributeNames={"#s": "status"},
        ExpressionAttributeValues={":s": detail["status"], ":c": detail["deed"], ":m": event["time"]})
