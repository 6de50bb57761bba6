"""Counts the bookings of each course by day.

infra:
  stream:
    table: tuition
    batch: 50
    window: 2
    tries: 5
    filter:
      eventName: [INSERT, REMOVE]
  timeout: medium
"""
import os
from datetime import datetime, timezone

import boto3
from boto3.dynamodb.types import TypeDeserializer

from lambdas.school import model

stats = boto3.resource("dynamodb").Table(os.environ["TUITION_STATS_TABLE"])
deserializer = TypeDeserializer()


def plain(image):
    return {name: deserializer.deserialize(value) for name, value in image.items()}


def handler(event, context):
    for record in event["Records"]:
        change = record["dynamodb"]
        if not change["Keys"]["sk"]["S"].startswith("student#"):
            continue
        try:
            count(record["eventName"], change)
        except Exception as error:
            print(f"{record['eventID']}: {error!r}")
            return {"batchItemFailures": [{"itemIdentifier": change["SequenceNumber"]}]}
    return {"batchItemFailures": []}


def count(name, change):
    """Counts one booking, or takes one back."""
    row = plain(change["NewImage"] if name == "INSERT" else change["OldImage"])
    lesson = model.lesson(row["pk"].removeprefix("lesson#"))
    course = lesson.course if lesson else "unknown"
    day = datetime.fromtimestamp(change["ApproximateCreationDateTime"], timezone.utc).date().isoformat()
    stats.update_item(
        Key={"course": course, "day": day},
        UpdateExpression="ADD bookings :one, revenue :price",
        ExpressionAttributeValues={":one": 1 if name == "INSERT" else -1,
                                   ":price": row["price"] if name == "INSERT" else -row["price"]},
    )
