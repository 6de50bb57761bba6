"""On Mondays writes last week's means to reports/<owner>/2026-W18.csv, and mails their owners.

infra:
  timer:
    cron: 0 7 ? * MON *
    zone: Europe/Oslo
  permissions:
  - action: ses:SendEmail
    resource: arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/*
  timeout: 300
  size: medium
"""
import csv
import io
import os
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import boto3
from boto3.dynamodb.conditions import Attr, Key

from lambdas.station import post, rows

s3 = boto3.client("s3")
BUCKET = os.environ["SENSE_BUCKET"]
HOURS = rows.dynamodb.Table(os.environ["SENSE_HOURS_TABLE"])
SENT = rows.dynamodb.Table(os.environ["SENSE_SENT_TABLE"])
ZONE = ZoneInfo(os.environ["ZONE"])
KEPT = 60 * 24 * 3600


def handler(event, context):
    monday = monday_of(datetime.now(ZONE)) - timedelta(days=7)
    week = f"{monday:%G-W%V}"
    owners = {}
    for row in rows.every(rows.table.scan, FilterExpression=Attr("sk").eq("device")):
        owners.setdefault(row["owner"], []).append(row)
    sent = 0
    for owner, devices in owners.items():
        key = f"reports/{owner}/{week}.csv"
        s3.put_object(Bucket=BUCKET, Key=key, Body=report(devices, monday).encode("utf-8-sig"),
                      ContentType="text/csv; charset=utf-8")
        sent += tell(owner, devices[0]["email"], week)
    return {"week": week, "sent": sent}


def monday_of(moment):
    """The midnight at which the week of a moment began, in its zone."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=midnight.weekday())


def report(devices, monday):
    """The means of the week's days of each device, as CSV."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["device", "name", "day", "mean"])
    for row in devices:
        id_ = row["pk"].removeprefix("device#")
        for number in range(7):
            day = monday + timedelta(days=number)
            mean = mean_of(id_, day, day + timedelta(days=1))
            if mean is not None:
                writer.writerow([id_, row["name"], f"{day:%Y-%m-%d}", f"{mean:.2f}"])
    return text.getvalue()


def mean_of(device, start, end):
    """The mean of the hours from start until end, or None without readings."""
    first, last = rows.text_of(start)[:13], rows.text_of(end - timedelta(hours=1))[:13]
    hours = list(rows.every(
        HOURS.query, KeyConditionExpression=Key("device").eq(device) & Key("hour").between(first, last)))
    readings = sum(hour["readings"] for hour in hours)
    return sum(hour["total"] for hour in hours) / readings if readings else None


def tell(owner, email, week):
    """Mails an owner once a week; 1 if this was the time."""
    id_ = f"{owner}/{week}"
    try:
        SENT.put_item(Item={"id": id_, "expires": int(time.time()) + KEPT},
                      ConditionExpression="attribute_not_exists(id)")
    except rows.Conflict:
        return 0
    try:
        post.mail(email, f"Your week {week}", f"Your report is ready: GET /reports/{week}\n")
    except Exception:
        SENT.delete_item(Key={"id": id_})
        raise
    return 1
