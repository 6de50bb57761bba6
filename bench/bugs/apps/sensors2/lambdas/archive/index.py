"""Each night writes yesterday's hours of all devices to archive/2026/05/01.jsonl.gz.

infra:
  timer:
    cron: 15 1 * * ? *
  timeout: 300
  size: large
"""
import gzip
import json
import os
from datetime import datetime, timedelta, timezone

import boto3
from boto3.dynamodb.conditions import Attr

from lambdas.station import rows
from lambdas.station.web import plain

s3 = boto3.client("s3")
HOURS = rows.dynamodb.Table(os.environ["SENSE_HOURS_TABLE"])


def handler(event, context):
    day = datetime.now(timezone.utc).date() - timedelta(days=1)
    lines = []
    for row in rows.every(HOURS.scan, FilterExpression=Attr("hour").begins_with(f"{day}T")):
        lines.append(json.dumps(
            {"device": row["device"], "hour": row["hour"], "readings": row["readings"], "total": row["total"]},
            default=plain))
    key = f"archive/{day:%Y/%m/%d}.jsonl.gz"
    s3.put_object(Bucket=os.environ["SENSE_BUCKET"], Key=key, ContentType="application/gzip",
                  Body=gzip.compress("".join(f"{line}\n" for line in sorted(lines)).encode()))
    return {"key": key, "lines": len(lines)}
