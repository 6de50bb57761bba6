"""Each night writes the day's payments to the bucket as CSV.

infra:
  timer:
    rate: 1 day
    body: {ago: 1, name: payments}
  indexes:
  - {name: day, type: S, table: pay}
  timeout: 120
"""
import csv
import io
import os
from datetime import date, timedelta

import boto3
from boto3.dynamodb.conditions import Attr, Key

from lambdas import payments

s3 = boto3.client("s3")
FIELDS = ["pk", "cents", "state", "receipt"]


def handler(event, context):
    day = str(date.today() - timedelta(days=event["ago"]))
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS, extrasaction="ignore")
    writer.writeheader()
    rows = of_day(day)
    writer.writerows(rows)
    key = f"reports/{event['name']}-{day}.csv"
    s3.put_object(Bucket=os.environ["PAY_BUCKET"], Key=key, Body=out.getvalue(), ContentType="text/csv")
    return {"key": key, "rows": len(rows)}


def of_day(day):
    """The payments of a day that came to something."""
    return payments.table.query(IndexName="day-index", KeyConditionExpression=Key("day").eq(day),
                                FilterExpression=Attr("state").ne("open"))["Items"]
