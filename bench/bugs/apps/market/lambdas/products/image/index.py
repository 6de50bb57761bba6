"""Gives a product its image when images/<sku>.jpg is uploaded; files that are too large are removed.

infra:
  events:
  - name: uploaded
    source: {type: bucket, name: market}
    topic: Object Created
    prefix: images/
    suffix: .jpg
  timeout: medium
"""
import os
from pathlib import PurePosixPath

import boto3

from lambdas.shop.store import Conflict, product_key, table

s3 = boto3.client("s3")
BUCKET = os.environ["MARKET_BUCKET"]
LARGEST = 5 * 1024 * 1024


def handler(event, context):
    uploaded = event["detail"]["object"]
    key = uploaded["key"]
    sku = PurePosixPath(key).stem
    if uploaded["size"] > LARGEST:
        s3.delete_object(Bucket=BUCKET, Key=key)
        print(f"{key} has {uploaded['size']} bytes and is removed")
        return
    head = s3.head_object(Bucket=BUCKET, Key=key)
    try:
        table.update_item(
            Key=product_key(sku),
            UpdateExpression="SET image = :key, image_bytes = :bytes, image_at = :at",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeValues={
                ":key": key,
                ":bytes": head["ContentLength"],
                ":at": head["LastModified"].isoformat(),
            })
    except Conflict:
        print(f"{key} is of no product")
