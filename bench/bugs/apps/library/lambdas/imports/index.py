"""Loads the lists of books that the office uploads: imports/2026-05.csv

infra:
  events:
  - name: uploaded
    source: {type: bucket, name: library}
    topic: Object Created
    prefix: imports/
    suffix: .csv
  timeout: 300
  size: medium
"""
import csv
import io
import logging
from decimal import Decimal

import boto3

from lambdas.shared import books

logger = logging.getLogger()
logger.setLevel(logging.INFO)
s3 = boto3.client("s3")


def rows(text):
    for row in csv.DictReader(io.StringIO(text)):
        copies = int(row["copies"])
        yield {
            **books.book_key(row["isbn"]),
            "isbn": row["isbn"],
            "title": row["title"].strip() or row["isbn"],
            "author": row["author"].strip() or "unknown",
            "copies": copies,
            "available": copies,
            "price": Decimal(row["price"] or "0"),
        }


def handler(event, context):
    bucket = event["detail"]["bucket"]["name"]
    key = event["detail"]["object"]["key"]
    text = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode("utf-8-sig")
    count = 0
    with books.table.batch_writer(overwrite_by_pkeys=["pk", "sk"]) as batch:
        for item in rows(text):
            batch.put_item(Item=item)
            count += 1
    logger.info("%d books of %s", count, key)
    return {"books": count}
