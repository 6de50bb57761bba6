"""Writes the paid expenses of the month before as CSV, on the first of each month, and tells accounting.

infra:
  timer:
    cron: 0 6 1 * ? *
    zone: Europe/Berlin
  timeout: 120
"""
import csv
import json
import os
from datetime import date, timedelta

import boto3

from lambdas.office import store

s3 = boto3.client("s3")
sns = boto3.client("sns")
COLUMNS = ["number", "employee", "title", "submitted", "total"]


def handler(event, context):
    month = event.get("month") or month_before(date.today())
    path, key = f"/tmp/{month}.csv", f"exports/{month}.csv"
    count = 0
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        for expense in store.with_status("paid"):
            if expense.submitted.startswith(month):
                writer.writerow(expense.summary())
                count += 1
    s3.upload_file(path, os.environ["EXPENSES_BUCKET"], key, ExtraArgs={"ContentType": "text/csv; charset=utf-8"})
    sns.publish(
        TopicArn=os.environ["EXPENSES_ACCOUNTING_TOPIC"],
        Subject=f"Expenses of {month}",
        Message=json.dumps({"month": month, "key": key, "count": count}),
        MessageAttributes={"kind": {"DataType": "String", "StringValue": "export"}},
    )
    return {"month": month, "count": count}


def month_before(day):
    """The month before that of a day: 2026-04."""
    return (day.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")
