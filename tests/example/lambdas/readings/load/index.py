"""Loads a CSV file of readings that somebody dropped into the bucket under inbox/.

Good rows go to the table. Bad ones go to bad/, each with its reason, in a file that can be
mended and dropped again. The file itself moves to done/, so inbox/ holds what waits.

infra:
  events:
  - name: dropped
    source:
      type: bucket
      name: demo
    topic: Object Created
    pattern:
      object:
        key: [{wildcard: inbox/*.csv}]
  size: medium
  timeout: long
  permissions:
  # Without this leave, S3 hides a missing object behind 403; with it, 404 says what is so.
  - action: s3:ListBucket
    resource: ${DemoBucket.Arn}
"""
import csv
import io
import os

import boto3

from lambdas.weather import readings

s3 = boto3.client("s3")
BUCKET = os.environ["DEMO_BUCKET"]
COLUMNS = ["station", "time", "celsius"]


def handler(event, context):
    # Plain text: S3's events on EventBridge do not URL-encode keys, its older notifications do.
    inbox = event["detail"]["object"]["key"]
    name = inbox.removeprefix("inbox/")
    try:
        body = s3.get_object(Bucket=BUCKET, Key=inbox)["Body"].read()
    except s3.exceptions.NoSuchKey:
        return {}  # the event came twice, and the first time moved the file
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig", "replace"))))
    reasons = [reason(row) for row in rows]
    bad = [{**row, "reason": why} for row, why in zip(rows, reasons) if why]
    if bad:
        s3.put_object(Bucket=BUCKET, Key=f"bad/{name}", Body=csv_text(bad), ContentType="text/csv")
    s3.copy_object(Bucket=BUCKET, Key=f"done/{name}", CopySource={"Bucket": BUCKET, "Key": inbox})
    s3.delete_object(Bucket=BUCKET, Key=inbox)
    return {"good": len(rows) - len(bad), "bad": len(bad)}


def reason(row):
    """Stores a row, {"station": "oslo", ...}; says why if it could not, and "" if it could."""
    values = [(row.get(column) or "").strip() for column in COLUMNS]
    complaint = readings.complaint(*values)
    if not complaint and not readings.store(*values):
        complaint = "the table has another reading for that minute"
    return complaint


def csv_text(rows):
    """Rows as a CSV file that can be dropped again once mended: what else they held is left out."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [*COLUMNS, "reason"], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
