"""Checks an image that was uploaded, and sends it to the pipeline with the calibrations of its day.

infra:
  events:
  - name: uploaded
    source: {type: bucket, name: observatory}
    topic: Object Created
    prefix: raw/
    suffix: .fits
  timeout: 60
  size: large
"""
import hashlib
import json
import os
from pathlib import PurePosixPath

import boto3
from botocore.exceptions import ClientError

from lambdas.common import store

s3 = boto3.client("s3")
sqs = boto3.client("sqs")
BUCKET = os.environ["OBSERVATORY_BUCKET"]
HEADER = 2880  # a FITS file begins with blocks of this size; ours have JSON in the first


def read(key):
    """(header, checksum, size) of an image; the file is read in parts."""
    body = s3.get_object(Bucket=BUCKET, Key=key)["Body"]
    first = body.read(HEADER)
    digest, size = hashlib.sha256(first), len(first)
    for chunk in body.iter_chunks(1024 * 1024):
        digest.update(chunk)
        size += len(chunk)
    header = json.loads(first.rstrip(b" \0").decode("utf-8"))
    return header, digest.hexdigest(), size


def mark(proposal, image, status, size):
    store.images.update_item(
        Key={"proposal": proposal, "image": image},
        UpdateExpression="SET #status = :status, #size = :size",
        ConditionExpression="attribute_exists(image)",
        ExpressionAttributeNames={"#status": "status", "#size": "size"},
        ExpressionAttributeValues={":status": status, ":size": size},
    )


def calibrations(day):
    """The keys of the calibration files of a day."""
    keys = []
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=f"calibrations/{day}/"):
        keys += [entry["Key"] for entry in page.get("Contents", [])]
    return keys


def handler(event, context):
    key = event["detail"]["object"]["key"]
    _raw, proposal, name = key.split("/")
    image = PurePosixPath(name).stem
    row = store.images.get_item(Key={"proposal": proposal, "image": image}).get("Item")
    if row is None:
        print(f"nobody asked for {key}")
        return "unknown"
    header, checksum, size = read(key)
    status = "raw" if checksum == row["sha256"] else "broken"
    try:
        mark(proposal, image, status, size)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return "deleted"
        raise
    if status == "raw":
        sqs.send_message(
            QueueUrl=os.environ["OBSERVATORY_REDUCE_QUEUE"],
            MessageBody=json.dumps({
                "proposal": proposal,
                "image": image,
                "key": key,
                "filter": header["filter"],
                "gain": header.get("gain", 1),
                "calibrations": calibrations(row["taken"][:10]),
            }),
        )
    return status
