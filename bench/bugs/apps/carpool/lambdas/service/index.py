"""Looks whether a car needs its service, by kilometres or by the day of its inspection, when its row changes.

infra:
  events:
  - name: driven
    source: {type: table, name: carpool-cars}
    topic: MODIFY
    pattern:
      diffKeys: [km]
  timeout: medium
"""
import os
from datetime import date, timedelta

import boto3

topic = boto3.resource("sns").Topic(os.environ["CARPOOL_GARAGE_TOPIC"])
EVERY_KM = 15000
AHEAD = timedelta(days=30)


def reasons(old, new):
    """Why a car must go to the garage; no reason is told twice."""
    since = new["km"] - new.get("service_km", 0)
    before = old["km"] - old.get("service_km", 0)
    if before < EVERY_KM <= since:
        yield f"{since:.0f} km since the last service"
    inspection = new.get("inspection")
    if inspection and date.today() + AHEAD >= date.fromisoformat(inspection) and not new.get("told"):
        yield f"inspection on {inspection}"


def handler(event, context):
    for record in event["detail"]["records"]:
        old, new = record["oldImage"], record["newImage"]
        if texts := list(reasons(old, new)):
            topic.publish(
                Subject=f"Service of {new['plate']}",
                Message="\n".join(texts),
                MessageAttributes={"car": {"DataType": "String", "StringValue": record["car"]}},
            )
