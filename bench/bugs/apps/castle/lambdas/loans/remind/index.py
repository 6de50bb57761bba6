"""Looks each morning for loans that are due soon, and writes a list of them with the sum of their values.

infra:
  timer:
    cron: 0 7 * * ? *
    zone: Europe/Vienna
  timeout: 60
"""
import csv
import io
import os
from collections import defaultdict
from decimal import Decimal

import boto3

from lambdas.shared import clock, db

s3 = boto3.client("s3")
sns = boto3.client("sns")
BUCKET = os.environ["CASTLE_REPORTS_BUCKET"]


def table_of(rows):
    """The csv text of loans, the most valuable first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(["museum", "object", "value", "due"])
    for row in sorted(rows, key=lambda row: row["value"], reverse=True):
        writer.writerow([row["museum"], row["object"], f"{row['value']:.2f}", row["due"]])
    return buffer.getvalue()


def sums(rows):
    totals = defaultdict(Decimal)
    for row in rows:
        totals[row["museum"]] += row["value"]
    return dict(totals)


def handler(event, context):
    today = clock.today()
    rows = db.loans_in_state("out", clock.days_after(today, 14))
    if not rows:
        return 0
    key = f"loans/{today:%Y/%m}/due-{today.isoformat()}.csv"
    s3.put_object(Bucket=BUCKET, Key=key, Body=table_of(rows).encode("utf-8-sig"), ContentType="text/csv")
    for museum, total in sums(rows).items():
        sns.publish(
            TopicArn=os.environ["CASTLE_ALARM_TOPIC"],
            Subject="Loans that are due",
            Message=f"{museum}: loans worth {total:.2f} EUR are due, see {key}",
            MessageAttributes={"kind": {"DataType": "String", "StringValue": "loan"}},
        )
    return len(rows)
