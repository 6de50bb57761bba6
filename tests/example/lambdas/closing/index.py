"""Closes the day: each night finds the warmest and the coldest station, and tells the app's bus.

Who wants to know listens: `front` does. The lambda that tells need not know of it.

infra:
  timer:
    cron: 10 0 * * ? *
    body: {ago: 1}
  indexes:
  - name: day
    type: S
    table: demo
"""
import json
import os
from datetime import datetime, timedelta, timezone

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])
events = boto3.client("events")


def handler(event, context):
    day = str(datetime.now(timezone.utc).date() - timedelta(days=event["ago"]))
    summaries = table.query(IndexName="day-index", KeyConditionExpression=Key("day").eq(day))["Items"]
    if not summaries:
        return {"day": day, "stations": 0}
    warmest = max(summaries, key=lambda one: one["highest"])
    coldest = min(summaries, key=lambda one: one["lowest"])
    # No station begins with "#", and without an attribute `day` the row stays out of the index.
    table.put_item(Item={
        "pk": "#closed", "sk": day,
        "warmest": {"station": warmest["pk"], "celsius": warmest["highest"]},
        "coldest": {"station": coldest["pk"], "celsius": coldest["lowest"]}})
    answer = events.put_events(Entries=[{
        "EventBusName": os.environ["DEMO_BUS"], "Source": "demo.closing",
        "DetailType": "DayClosed", "Detail": json.dumps({"day": day})}])
    if answer["FailedEntryCount"]:  # put_events does not raise
        raise RuntimeError(answer["Entries"][0]["ErrorMessage"])
    return {"day": day, "stations": len(summaries)}
