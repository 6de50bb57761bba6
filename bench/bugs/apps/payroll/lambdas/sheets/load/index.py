"""Reads time sheets: employee;day;hours, as Excel in Oslo saves it.

infra:
  queue:
    batch: 5
    from: {source: {type: bucket, name: payroll-sheets}, topic: Object Created, prefix: inbox/, suffix: .csv}
  timeout: 60
"""
import csv
import json
import logging
import os
from decimal import Decimal

import boto3

from lambdas.common import people

logger = logging.getLogger()
bucket = boto3.resource("s3").Bucket(os.environ["PAYROLL_SHEETS_BUCKET"])


def rows(text):
    """(employee, day, hours) of each line; 7,5 is seven and a half."""
    for line in csv.DictReader(text.splitlines(), delimiter=";"):
        yield line["employee"].strip(), line["day"], Decimal(line["hours"].replace(",", "."))


def load(key):
    text = bucket.Object(key).get()["Body"].read().decode("utf-8-sig")
    count = 0
    with people.table.batch_writer(overwrite_by_pkeys=["pk", "sk"]) as batch:
        for employee, day, hours in rows(text):
            batch.put_item(Item={"pk": f"employee#{employee}", "sk": f"day#{day}", "hours": hours})
            count += 1
    return count


def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            detail = json.loads(record["body"])["detail"]
            count = load(detail["object"]["key"])
            logger.warning("%s: %d lines", detail["object"]["key"], count)
        except Exception:
            logger.exception("%s failed", record["messageId"])
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
