"""Reports the parcels that have not moved for two days, each morning.

infra:
  timer:
    cron: 0 6 ? * MON-SAT *
    zone: Europe/Berlin
  timeout: 60
"""
import csv
import io
import json
import os
from datetime import datetime, timedelta, timezone

import boto3

from lambdas.common import parcels

s3 = boto3.client("s3")
sns = boto3.client("sns")
HOURS = int(os.environ["OVERDUE_HOURS"])
OPEN = ("collected", "transit")


def handler(event, context):
    now = datetime.now(timezone.utc)
    before = (now - timedelta(hours=HOURS)).isoformat(timespec="seconds")
    rows = [row for status in OPEN for row in parcels.with_status(status, before)]
    if not rows:
        return 0
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=["id", "city", "status", "updated"], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    key = f"overdue/{now:%Y-%m-%d}.csv"
    s3.put_object(Bucket=os.environ["COURIER_BUCKET"], Key=key, Body=text.getvalue().encode(), ContentType="text/csv")
    sns.publish(
        TopicArn=os.environ["COURIER_NOTIFY_TOPIC"],
        Message=json.dumps({"to": os.environ["SENDER"], "subject": f"{len(rows)} overdue parcels", "text": f"See {key}"}),
        MessageAttributes={"kind": {"DataType": "String", "StringValue": "mail"}},
    )
    return len(rows)
