"""Adds uploaded images to their lot.

infra:
  events:
  - name: uploaded
    source: {type: bucket, name: auction, form: notification}
    topic: Object Created
    prefix: images/
  timeout: medium
"""
from urllib.parse import unquote_plus

import boto3

from lambdas.shared import lots

s3 = boto3.client("s3")
MOST = 5_000_000


def handler(event, context):
    for record in event["Records"]:
        bucket = record["s3"]["bucket"]["name"]
        key = unquote_plus(record["s3"]["object"]["key"])
        lot = key.split("/")[1]
        if record["s3"]["object"]["size"] > MOST:
            print(f"{key} is too large")
            s3.delete_object(Bucket=bucket, Key=key)
            continue
        try:
            lots.lots.update_item(
                Key={"lot": lot},
                UpdateExpression="SET images = list_append(if_not_exists(images, :none), :image)",
                ConditionExpression="attribute_exists(lot) AND NOT contains(images, :key)",
                ExpressionAttributeValues={":none": [], ":image": [key], ":key": key},
            )
        except lots.lots.meta.client.exceptions.ConditionalCheckFailedException:
            print(f"no lot for {key}, or it has the image")
