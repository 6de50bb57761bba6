"""Loads the seats of a show, seatmaps/<show>.csv with the columns row, first, last.

infra:
  events:
  - name: uploaded
    source: {type: bucket, name: boxoffice, form: notification}
    topic: Object Created
    prefix: seatmaps/
    suffix: .csv
  layers: [powertools]
  timeout: 300
  size: medium
"""
import csv
import io
from pathlib import PurePosixPath
from urllib.parse import unquote_plus

import boto3
from aws_lambda_powertools import Logger

from lambdas.lib import shows

logger = Logger()
s3 = boto3.client("s3")


def names(text):
    """The seats of a map: A1, A2..."""
    for row in csv.DictReader(io.StringIO(text)):
        for number in range(int(row["first"]), int(row["last"]) + 1):
            yield f"{row['row'].strip()}{number}"


def load(bucket, key):
    show = PurePosixPath(key).stem
    if shows.find(show) is None:
        logger.warning("no show", extra={"key": key})
        return 0
    text = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode("utf-8-sig")
    count = 0
    with shows.seats.batch_writer(overwrite_by_pkeys=["show", "seat"]) as batch:
        for seat in names(text):
            batch.put_item(Item={"show": show, "seat": seat})
            count += 1
    return count


def handler(event, context):
    total = 0
    for record in event["Records"]:
        bucket = record["s3"]["bucket"]["name"]
        key = unquote_plus(record["s3"]["object"]["key"])
        total += load(bucket, key)
    logger.info("seats", extra={"count": total})
    return {"seats": total}
