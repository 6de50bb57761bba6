"""Writes all claims of the last month to a spreadsheet, on the second of each month.

infra:
  timer:
    cron: 0 4 2 * ? *
    zone: Europe/Berlin
    body: {folder: reports}
  timeout: 300
  size: medium
"""
import csv
import os
from datetime import timedelta

import boto3

from lambdas.claims import store

s3 = boto3.client("s3")
COLUMNS = ["claim", "serial", "state", "opened", "price"]


def month():
    """The month before this one: 2026-04"""
    return f"{store.now().replace(day=1) - timedelta(days=1):%Y-%m}"


def all_claims():
    paginator = store.dynamodb.meta.client.get_paginator("scan")
    for page in paginator.paginate(TableName=store.claims.name):
        yield from page["Items"]


def handler(event, context):
    period = month()
    path = f"/tmp/{period}.csv"
    total = 0
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        for row in all_claims():
            if row["opened"].startswith(period):
                writer.writerow(row)
                total += row["price"]
    key = f"{event['folder']}/{period}.csv"
    s3.upload_file(path, os.environ["WARRANTY_BUCKET"], key, ExtraArgs={"ContentType": "text/csv"})
    return {"key": key, "total": str(total)}
