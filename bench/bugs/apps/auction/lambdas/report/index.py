"""Writes the closed lots of the last week to a spreadsheet, each Monday.

infra:
  timer:
    cron: 30 5 ? * MON *
    zone: Europe/Dublin
    body: {folder: reports}
  timeout: 300
  size: medium
"""
import csv
import io
import json
import os
from datetime import timedelta

import boto3

from lambdas.shared import lots

s3 = boto3.client("s3")
sns = boto3.client("sns")
COLUMNS = ["lot", "title", "seller", "ends", "price", "bids"]


def handler(event, context):
    today = lots.now().date()
    since = (today - timedelta(days=7)).isoformat()
    rows = [row for row in lots.lots_in("closed", lots.timestamp()) if row["ends"] >= since]
    file = io.StringIO()
    writer = csv.DictWriter(file, fieldnames=COLUMNS, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    key = f"{event['folder']}/{today:%Y-%m-%d}.csv"
    s3.put_object(
        Bucket=os.environ["AUCTION_BUCKET"],
        Key=key,
        Body=file.getvalue().encode("utf-8"),
        ContentType="text/csv",
    )
    total = sum(row["price"] for row in rows if row["bids"])
    sns.publish(
        TopicArn=os.environ["AUCTION_ALERTS_TOPIC"],
        Message=json.dumps({"key": key, "total": str(total)}),
        MessageAttributes={"kind": {"DataType": "String", "StringValue": "report"}},
    )
    return {"key": key, "lots": len(rows)}
