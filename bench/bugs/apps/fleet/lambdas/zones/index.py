"""Sends the workshop and the dispatchers a message when a van leaves the city without a driver.

infra:
  events:
  - name: left
    topic: VanLeftCity
"""
import json
import os

import boto3

from lambdas.shared import store

sns = boto3.client("sns")


def handler(event, context):
    left = event["detail"]
    van = store.vehicle(left["plate"])
    if van is None or van.get("driver"):
        return {"told": False}
    sns.publish(
        TopicArn=os.environ["FLEET_ALARMS_TOPIC"],
        Subject=f"{left['plate']} left the city",
        Message=json.dumps({"plate": left["plate"], "model": van["model"], "at": left["at"],
                            "map": f"https://maps.example.com/?q={left['lat']},{left['lon']}"}),
        MessageAttributes={"severity": {"DataType": "String", "StringValue": "high"}})
    return {"told": True}
