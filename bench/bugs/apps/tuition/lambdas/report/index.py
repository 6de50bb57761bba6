"""Writes the income of the last month, on the first of each month.

infra:
  timer:
    cron: 0 5 1 * ? *
    body: {course: all}
  timeout: 120
"""
import json
import os
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr

from lambdas.school import model

stats = boto3.resource("dynamodb").Table(os.environ["TUITION_STATS_TABLE"])
s3 = boto3.client("s3")


def last_month():
    """The month before this one: 2026-04"""
    return f"{model.now().replace(day=1) - timedelta(days=1):%Y-%m}"


def rows_of(month):
    """All rows of a month."""
    scan = {"FilterExpression": Attr("day").begins_with(month)}
    while True:
        page = stats.scan(**scan)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        scan["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def handler(event, context):
    month = event.get("month") or last_month()
    totals = defaultdict(Decimal)
    for row in rows_of(month):
        if event["course"] in ("all", row["course"]):
            totals[row["course"]] += row.get("revenue", Decimal(0))
    report = {"month": month, "courses": {course: str(total) for course, total in sorted(totals.items())}}
    s3.put_object(Bucket=os.environ["TUITION_BUCKET"], Key=f"reports/{month}.json", Body=json.dumps(report),
                  ContentType="application/json")
    return report
