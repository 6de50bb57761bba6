"""Makes images public when their embargo is over.

infra:
  timer:
    rate: 1 day
  timeout: 300
"""
import os
from datetime import timedelta

import boto3
from boto3.dynamodb.conditions import Key
from botocore.exceptions import ClientError

from lambdas.common import store

s3 = boto3.client("s3")
BUCKET = os.environ["OBSERVATORY_BUCKET"]
ARCHIVE = os.environ["OBSERVATORY_ARCHIVE_WEBSITE"]
EMBARGO = timedelta(days=int(os.environ["EMBARGO_DAYS"]))
RESERVE = 10_000  # milliseconds


def due():
    """The reduced images whose embargo is over, the oldest first."""
    limit = store.stamp(store.now() - EMBARGO)
    return store.pages(
        store.images.query,
        IndexName="by_status",
        KeyConditionExpression=Key("status").eq("reduced") & Key("taken").lt(limit),
    )


def publish(row):
    source = f"reduced/{row['proposal']}/{row['image']}.gz"
    s3.copy_object(
        Bucket=ARCHIVE,
        Key=f"{row['taken'][:4]}/{row['image']}.gz",
        CopySource={"Bucket": BUCKET, "Key": source},
        MetadataDirective="REPLACE",
        ContentType="application/gzip",
        CacheControl="public, max-age=31536000",
        Metadata={"institute": row["institute"]},
    )
    store.images.update_item(
        Key={"proposal": row["proposal"], "image": row["image"]},
        UpdateExpression="SET #status = :public, released = :now",
        ExpressionAttributeNames={"#status": "status"},
        ExpressionAttributeValues={":public": "public", ":now": store.stamp()},
    )


def handler(event, context):
    count, missing = 0, []
    for row in due():
        if context.get_remaining_time_in_millis() < RESERVE:
            print("the rest tomorrow")
            break
        try:
            publish(row)
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchKey":
                raise
            missing.append(row["image"])
        else:
            count += 1
    print(f"{count} released, {len(missing)} missing")
    return {"released": count, "missing": missing}
