"""Lists an uploaded image in the table, with what is on it, and publishes it.

infra:
  events:
  - name: uploaded
    source: {type: bucket, name: gallery}
    topic: Object Created
    pattern:
      object:
        key: [{prefix: uploads/}]
        size: [{numeric: [">", 0]}]
  permissions:
  - rekognition:DetectLabels
  size: medium
  timeout: long
"""
import os
from datetime import datetime, timezone
from decimal import Decimal

import boto3

from lambdas import images

rekognition = boto3.client("rekognition")


def handler(event, context):
    found = event["detail"]["object"]
    key = found["key"]
    head = images.s3.head_object(Bucket=images.BUCKET, Key=key)
    seen = labels(key)
    item = {**images.row_key(key), "owner": key.split("/")[1], "size": found["size"],
            "type": head["ContentType"], "at": datetime.now(timezone.utc).isoformat(), "labels": seen}
    images.table.put_item(Item=item)
    images.s3.copy_object(
        Bucket=os.environ["GALLERY_WEBSITE"], Key=images.public_key(key),
        CopySource={"Bucket": images.BUCKET, "Key": key})


def labels(key):
    """{"Cat": Decimal("98.1")}: what is on an image, and how sure that is."""
    answer = rekognition.detect_labels(
        Image={"S3Object": {"Bucket": images.BUCKET, "Name": key}}, MaxLabels=5, MinConfidence=80)
    return {one["Name"]: Decimal(str(round(one["Confidence"], 1))) for one in answer["Labels"]}
