"""Counts the photos that customers uploaded.

infra:
  events:
  - name: uploaded
    source: {type: bucket, name: warranty}
    topic: Object Created
    prefix: photos/
    suffix: .jpg
  timeout: medium
"""
import os

import boto3

from lambdas.claims import store

s3 = boto3.client("s3")
MAX_BYTES = 10_000_000


def handler(event, context):
    key = event["detail"]["object"]["key"]
    size = event["detail"]["object"]["size"]
    _, claim, name = key.split("/")
    if size > MAX_BYTES:
        s3.delete_object(Bucket=os.environ["WARRANTY_BUCKET"], Key=key)
        print(f"{name} of claim {claim} is too large: {size} bytes")
        return None
    store.claims.update_item(
        Key={"claim": claim},
        UpdateExpression="ADD photos :one SET last_photo = :key",
        ConditionExpression="attribute_exists(claim)",
        ExpressionAttributeValues={":one": 1, ":key": key},
    )
    return claim
