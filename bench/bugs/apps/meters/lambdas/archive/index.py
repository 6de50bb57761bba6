"""Each night writes yesterday's hours to the bucket, as lines of JSON.

infra:
  timer:
    cron: 30 2 * * ? *
  timeout: 300
  size: large
"""
import json
import os
from datetime import datetime, timedelta, timezone

import boto3
from boto3.dynamodb.conditions import Attr

from lambdas import storage

s3 = boto3.client("s3")


def handler(event, context):
    day = (datetime.now(timezone.utc) - timedelta(days=1)).strftime("%Y-%m-%d")
    lines = [json.dumps({"meter": row["pk"], "hour": row["hour"], "count": int(row["count"]),
                         "sum": float(row["sum"])}) for row in hours(day)]
    s3.put_object(Bucket=os.environ["METERS_BUCKET"], Key=f"hours/{day}.jsonl", Body="\n".join(lines).encode())
    return {"day": day, "lines": len(lines)}


def hours(day):
    """All hours of a day, of all meters."""
    pages = storage.table.meta.client.get_paginator("scan").paginate(
        TableName=storage.table.name, FilterExpression=Attr("sk").begins_with(f"hour#{day}T"))
    return sorted((row for page in pages for row in page["Items"]), key=lambda row: (row["pk"], row["sk"]))
