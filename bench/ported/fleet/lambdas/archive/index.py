"""Writes raw telemetry to a bucket, one object for a batch.

infra:
  kinesis: {stream: fleet-raw, batch: 500, window: 1}
"""
import base64
import gzip
import os
import uuid

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    lines = b"\n".join(base64.b64decode(record["kinesis"]["data"]) for record in event["Records"])
    s3.put_object(Bucket=os.environ["FLEET_ARCHIVE_BUCKET"], Key=f"raw/{uuid.uuid4()}.json.gz", Body=gzip.compress(lines))
