"""Loads a CSV file of readings when it is uploaded to inbox/ of the bucket.

Valid rows go to the table. Invalid rows go to a file in bad/, each with the reason: correct the file
and upload it again. The loaded file is moved to done/, so inbox/ has only files to load.

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
        return {}  # the event was delivered twice, and the first invocation moved the file
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig", "replace"))))
    reasons = [reason(row) for row in rows]
    bad = [{**row, "reason": why} for row, why in zip(rows, reasons) if why]
    if bad:
        s3.put_object(Bucket=BUCKET, Key=f"bad/{name}", Body=csv_text(bad), ContentType="text/csv")
    s3.copy_object(Bucket=BUCKET, Key=f"done/{name}", CopySource={"Bucket": BUCKET, "Key": inbox})
    s3.delete_object(Bucket=BUCKET, Key=inbox)
    return {"good": len(rows) - len(bad), "bad": len(bad)}


def reason(row):
    """Stores a row, {"station": "oslo", ...}; returns why it was not stored, or ""."""
    values = [(row.get(column) or "").strip() for column in COLUMNS]
    problem = readings.problem(*values)
    if not problem and not readings.store(*values):
        problem = "the table has another reading for that minute"
    return problem


def csv_text(rows):
    """Rows as a CSV file that can be uploaded again after a correction; other columns are omitted."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [*COLUMNS, "reason"], extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
