"""Deletes the images of lots that nobody bought, and forgets their watchers.

infra:
  events:
  - name: closed
    topic: LotClosed
    pattern:
      sold: [false]
  timeout: 60
"""
import os

import boto3
from boto3.dynamodb.conditions import Key

s3 = boto3.client("s3")
watchers = boto3.resource("dynamodb").Table(os.environ["AUCTION_WATCHERS_TABLE"])
BUCKET = os.environ["AUCTION_BUCKET"]


def delete_images(lot):
    """Deletes the objects of a lot, a page at a time. Returns their number."""
    count = 0
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=f"images/{lot}/"):
        keys = [{"Key": entry["Key"]} for entry in page.get("Contents", [])]
        if not keys:
            continue
        response = s3.delete_objects(Bucket=BUCKET, Delete={"Objects": keys, "Quiet": True})
        if response.get("Errors"):
            raise RuntimeError(f"not deleted: {response['Errors']}")
        count += len(keys)
    return count


def delete_watchers(lot):
    query = {"KeyConditionExpression": Key("lot").eq(lot), "ProjectionExpression": "lot, email"}
    while True:
        page = watchers.query(**query)
        with watchers.batch_writer() as batch:
            for row in page["Items"]:
                batch.delete_item(Key={"lot": row["lot"], "email": row["email"]})
        if "LastEvaluatedKey" not in page:
            return
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def handler(event, context):
    lot = event["detail"]["lot"]
    delete_watchers(lot)
    return delete_images(lot)
