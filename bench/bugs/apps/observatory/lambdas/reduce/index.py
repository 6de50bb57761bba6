"""The pipeline: subtracts the calibration of the day from an image and stores the result, compressed.

infra:
  queue:
    batch: 5
    tries: 3
    concurrency: 4
  timeout: 120
  size: large
  storage: 1024
"""
import gzip
import io
import json
import logging
import os
import tempfile
from functools import lru_cache

import boto3
from botocore.exceptions import ClientError

from lambdas.common import store

logger = logging.getLogger()
s3 = boto3.client("s3")
bucket_name = os.environ["OBSERVATORY_BUCKET"]
BLOCK = 2880


class NoCalibration(Exception):
    pass


@lru_cache(maxsize=32)
def level_of(key):
    """The level of a calibration file, 0 to 255."""
    return json.load(s3.get_object(Bucket=bucket_name, Key=key)["Body"])["level"]


def flat_for(message):
    wanted = f"flat-{message['filter']}.json"
    for key in message["calibrations"]:
        if os.path.basename(key) == wanted:
            return key
    raise NoCalibration(f"{wanted} is not among {len(message['calibrations'])} files")


def subtracted(pixels, level):
    return bytes(max(pixel - level, 0) for pixel in pixels)


def reduce(message):
    """Returns the key of the result."""
    level = level_of(flat_for(message))
    with tempfile.TemporaryFile() as file:
        s3.download_fileobj(bucket_name, message["key"], file)
        file.seek(BLOCK)
        pixels = file.read()
    target = io.BytesIO()
    with gzip.GzipFile(fileobj=target, mode="wb") as packed:
        packed.write(subtracted(pixels, level))
    target.seek(0)
    key = f"reduced/{message['proposal']}/{message['image']}.gz"
    s3.upload_fileobj(target, bucket_name, key, ExtraArgs={
        "ContentType": "application/gzip",
        "Metadata": {"filter": message["filter"], "gain": str(message["gain"])},
    })
    return key


def finish(message, key):
    """Marks the image; not if it is reduced already."""
    try:
        store.images.update_item(
            Key={"proposal": message["proposal"], "image": message["image"]},
            UpdateExpression="SET #status = :reduced, reduced_key = :key",
            ConditionExpression="#status IN (:raw, :broken)",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={":reduced": "reduced", ":raw": "raw", ":broken": "broken", ":key": key},
        )
    except store.dynamodb.meta.client.exceptions.ConditionalCheckFailedException:
        logger.info("%s was reduced before", message["image"])


def handler(event, context):
    failed = []
    for record in event["Records"]:
        message = json.loads(record["body"])
        try:
            finish(message, reduce(message))
        except (NoCalibration, ClientError) as error:
            logger.warning("%s: %s", message["image"], error)
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
