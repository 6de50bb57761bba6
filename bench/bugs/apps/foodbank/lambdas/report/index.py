"""Each Monday reports last week to the council: a zip with two CSV files, and a mail with its link.

infra:
  timer:
    cron: 0 7 ? * MON *
    zone: Europe/Dublin
    form: event
  timeout: 120
  size: medium
  permissions:
  - action: ses:SendEmail
    resource: arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/*
"""
import csv
import io
import os
import zipfile
from collections import Counter
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import boto3
from boto3.dynamodb.conditions import Attr
from botocore.config import Config

from lambdas.shared import goods
from lambdas.shared.mail import send
from lambdas.shared.pages import all_rows
from lambdas.shared.times import ZONE, monday

visits = boto3.resource("dynamodb").Table(os.environ["FOODBANK_VISITS_TABLE"])
s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
BUCKET = os.environ["FOODBANK_REPORTS_BUCKET"]


def table_text(head, rows):
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue()


def visits_of(week):
    """(depot, visits) of a week, the busiest first."""
    pages = visits.meta.client.get_paginator("scan").paginate(
        TableName=visits.name,
        FilterExpression=Attr("visited").eq(week),
        ProjectionExpression="household, depot",
    )
    counts = Counter(row["depot"] for page in pages for row in page["Items"])
    return counts.most_common()


def kilos_of_stock():
    """[(depot, kilos)]"""
    kilos: dict[str, Decimal] = {}
    for row in all_rows(goods.table.scan, FilterExpression=Attr("units").gt(0)):
        kilos[row["depot"]] = kilos.get(row["depot"], Decimal(0)) + row["kilos"]
    return [(depot, total.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)) for depot, total in sorted(kilos.items())]


def handler(event, context):
    day = datetime.fromisoformat(event["time"]).astimezone(ZONE).date()
    week = (monday(day) - timedelta(weeks=1)).isoformat()
    counted = visits_of(week)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("visits.csv", table_text(["depot", "visits"], counted))
        archive.writestr("stock.csv", table_text(["depot", "kilos"], kilos_of_stock()))
    key = f"weekly/{week}.zip"
    s3.put_object(Bucket=BUCKET, Key=key, Body=buffer.getvalue(), ContentType="application/zip")
    link = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": key}, ExpiresIn=3600)
    total = sum(count for _depot, count in counted)
    send(os.environ["COUNCIL"], f"Food bank, week of {week}", f"{total} visits\n{link}")
    return {"key": key, "visits": total}
