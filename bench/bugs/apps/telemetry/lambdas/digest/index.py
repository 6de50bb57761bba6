"""Each morning publishes yesterday's hours as a JSON file of the website.

infra:
  timer:
    cron: 0 5 ? * MON-FRI *
    body: {days: 1}
  indexes:
  - name: day
    type: S
    table: fleet
  timeout: 60
"""
import json
import os

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.fleet import rows, times
from lambdas.fleet.answers import plain

s3 = boto3.client("s3")


def handler(event, context):
    day = times.yesterday(event["days"])
    devices = {}
    for row in rows.pages(IndexName="day-index", KeyConditionExpression=Key("day").eq(day)):
        devices.setdefault(row["pk"], []).append(row)
    body = {"day": day, "devices": {device: digest(hours) for device, hours in sorted(devices.items())}}
    s3.put_object(Bucket=os.environ["FLEET_WEBSITE"], Key=f"days/{day}.json", Body=json.dumps(body, default=plain),
                  ContentType="application/json", CacheControl="max-age=300")
    return {"devices": len(devices)}


def digest(hours):
    """The day of a device."""
    count = sum(row["count"] for row in hours)
    mean = sum(row["mean"] * row["count"] for row in hours) / count
    return {"count": count, "mean": round(mean, 2), "highest": max(row["highest"] for row in hours)}
