"""Applies bookings one after the other.

infra:
  queue: {fifo: true, batch: 10}
"""
import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["LEDGER_TABLE"])


def handler(event, context):
    for record in event["Records"]:
        message = json.loads(record["body"])
        group = record["attributes"]["MessageGroupId"]
        table.update_item(
            Key={"pk": group, "sk": "balance"},
            UpdateExpression="SET history = list_append(if_not_exists(history, :none), :new) ADD amount :amount",
            ExpressionAttributeValues={":none": [], ":new": [message["id"]], ":amount": message["amount"]})
