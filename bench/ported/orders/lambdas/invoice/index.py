"""Writes an invoice of each new order.

infra:
  events:
  - name: new-order
    topic: New Order
  retries: 1
"""
import json
import os

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    order = event["detail"]
    s3.put_object(Bucket=os.environ["ORDERS_INVOICES_BUCKET"], Key=f"{order['id']}.json", Body=json.dumps(order))
