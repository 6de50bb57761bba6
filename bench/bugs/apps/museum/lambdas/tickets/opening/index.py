"""Opens the slots of the day that comes in four weeks.

infra:
  timer:
    rate: 1 day
  timeout: 30
"""
import os
from datetime import timedelta

import boto3

from lambdas.common import clock

CLOSED = {0}  # Monday
TIMES = [f"{hour:02}:{minute:02}" for hour in range(10, 17) for minute in (0, 30)]
CAPACITY = {"10:00": 40}


def slots_of(day):
    if day.weekday() in CLOSED:
        return
    for time in TIMES:
        yield {"day": day.isoformat(), "time": time, "capacity": CAPACITY.get(time, 25), "sold": 0}


def opened(table, day):
    """The times of a day that are written already."""
    response = table.query(
        KeyConditionExpression="#day = :day",
        ExpressionAttributeNames={"#day": "day", "#time": "time"},
        ExpressionAttributeValues={":day": day.isoformat()},
        ProjectionExpression="#time",
    )
    return {item["time"] for item in response["Items"]}


def handler(event, context):
    table = boto3.resource("dynamodb").Table(os.environ["MUSEUM_SLOTS_TABLE"])
    day = clock.today() + timedelta(weeks=4)
    before = opened(table, day)
    count = 0
    with table.batch_writer() as batch:
        for slot in slots_of(day):
            if slot["time"] not in before:
                batch.put_item(Item=slot)
                count += 1
    return {"day": day.isoformat(), "slots": count}
