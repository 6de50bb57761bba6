"""Counts kilometres, trips and income of each car in each week, from the changes of the trips.

infra:
  stream:
    table: carpool-trips
    batch: 100
    window: 10
    filter: {eventName: [INSERT]}
  timeout: 60
"""
import os
from collections import defaultdict
from datetime import datetime
from decimal import Decimal

import boto3
from boto3.dynamodb.types import TypeDeserializer

deserializer = TypeDeserializer()
weeks = boto3.resource("dynamodb").Table(os.environ["CARPOOL_WEEKS_TABLE"])


def plain(image):
    return {name: deserializer.deserialize(value) for name, value in image.items()}


def week_of(text):
    """2026-W18"""
    year, week, _weekday = datetime.fromisoformat(text).isocalendar()
    return f"{year}-W{week:02}"


def handler(event, context):
    trips = defaultdict(list)
    for record in event["Records"]:
        row = plain(record["dynamodb"]["NewImage"])
        trips[week_of(row["ended"]), row["car"]].append(row)
    for (week, car), rows in trips.items():
        weeks.update_item(
            Key={"week": week, "car": car},
            UpdateExpression="ADD km :km, income :income, trips :trips",
            ExpressionAttributeValues={
                ":km": sum((row["km"] for row in rows), Decimal(0)),
                ":income": sum((row["price"] for row in rows), Decimal(0)),
                ":trips": len(rows),
            },
        )
    print(f"{len(event['Records'])} trips in {len(trips)} weeks of cars")
