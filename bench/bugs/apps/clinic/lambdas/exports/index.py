"""On the first of a month writes the appointments of the last one to exports/2026-04.csv.gz, for the accountant.

infra:
  timer:
    cron: 0 3 1 * ? *
    zone: Europe/Vienna
  timeout: 300
  size: medium
"""
import csv
import gzip
import io
import os
from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.common.rows import every, parse_key

s3 = boto3.client("s3")
ZONE = ZoneInfo(os.environ["CLINIC_ZONE"])


def handler(event, context):
    month = event.get("month") or last_month(datetime.now(ZONE).date())
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["day", "time", "doctor", "patient", "status"])
    count = 0
    for day in days(month):
        for row in every(KeyConditionExpression=Key("pk").eq(f"day#{day}") & Key("sk").begins_with("slot#")):
            writer.writerow([*parse_key(row), row["patient"], row["status"]])
            count += 1
    key = f"exports/{month}.csv.gz"
    s3.put_object(Bucket=os.environ["CLINIC_BUCKET"], Key=key, Body=gzip.compress(text.getvalue().encode("utf-8-sig")),
                  ContentType="application/gzip")
    return {"key": key, "rows": count}


def last_month(today):
    return f"{today.replace(day=1) - timedelta(days=1):%Y-%m}"


def days(month):
    year, number = map(int, month.split("-"))
    return [date(year, number, day) for day in range(1, monthrange(year, number)[1] + 1)]
