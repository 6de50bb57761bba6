"""Closes the day: each night finds the warmest and the coldest station, and emits an event on the app's bus.

A rule of `front` matches the event. This lambda does not need to know its receivers.

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
    warmest = max(summaries, key=lambda summary: summary["highest"])
    coldest = min(summaries, key=lambda summary: summary["lowest"])
    # No station's name begins with "#". Without an attribute `day` the row is not in the index.
    table.put_item(Item={
        "pk": "#closed", "sk": day,
        "warmest": {"station": warmest["pk"], "celsius": warmest["highest"]},
        "coldest": {"station": coldest["pk"], "celsius": coldest["lowest"]}})
    response = events.put_events(Entries=[{
        "EventBusName": os.environ["DEMO_BUS"], "Source": "demo.closing",
        "DetailType": "DayClosed", "Detail": json.dumps({"day": day})}])
    if response["FailedEntryCount"]:  # put_events does not raise
        raise RuntimeError(response["Entries"][0]["ErrorMessage"])
    return {"day": day, "stations": len(summaries)}
