"""Writes to an expense where its receipt is.

infra:
  events:
  - name: uploaded
    source: {type: bucket, name: expenses}
    topic: Object Created
    prefix: receipts/
"""
import os

import boto3

from lambdas.office import store

s3 = boto3.client("s3")


def handler(event, context):
    key = event["detail"]["object"]["key"]
    _, employee, number, _ = key.split("/")
    try:
        store.table.update_item(
            Key=store.key_of(employee, number),
            UpdateExpression="SET receipt = :key",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeValues={":key": key},
        )
    except store.Conflict:
        s3.delete_object(Bucket=os.environ["EXPENSES_BUCKET"], Key=key)
