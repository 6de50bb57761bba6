"""Sums readings up by the hour, and raises an alarm for a load that is too high.

infra:
  events:
  - name: stored
    source: {type: table, name: meters}
    topic: INSERT
    pattern:
      sk: [reading]
"""
import json
import os

import boto3

from lambdas import storage

LIMIT = 5000
sns = boto3.client("sns")


def handler(event, context):
    for record in event["detail"]["records"]:
        row = record["newImage"]
        time = row["sk"].split("#", 1)[1]
        add(row["pk"], time[:13], row["watts"])
        if row["watts"] > LIMIT:
            sns.publish(TopicArn=os.environ["METERS_ALARM_TOPIC"], Message=json.dumps(
                {"meter": row["pk"], "time": time, "watts": row["watts"]}))


def add(meter, hour, watts):
    """Adds a reading to its hour."""
    storage.table.update_item(
        Key=storage.hour_key(meter, hour),
        UpdateExpression="ADD #count :one, #sum :watts SET #hour = if_not_exists(#hour, :hour)",
        ExpressionAttributeNames={"#count": "count", "#sum": "sum", "#hour": "hour"},
        ExpressionAttributeValues={":one": 1, ":watts": storage.exact(watts), ":hour": hour})
