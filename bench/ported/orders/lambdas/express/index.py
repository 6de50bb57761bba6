"""Sends dear orders at once.

infra:
  events:
  - name: dear-order
    topic: New Order
    pattern: {total: [{numeric: [">=", 100]}]}
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["ORDERS_TABLE"])


def handler(event, context):
    order = event["detail"]
    table.put_item(Item={"pk": "EXPRESS", "sk": order["id"], "total": order["total"]})
