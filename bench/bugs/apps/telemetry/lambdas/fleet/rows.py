"""Rows of the table, by device.

    reading  {"pk": "truck1", "sk": "reading#2026-05-01T12:00:00+00:00", "celsius", "volts"}
    hour     {"pk": "truck1", "sk": "hour#2026-05-01T12", "count", "mean", "highest", "day"}
    alert    {"pk": "truck1", "sk": "alert#2026-05-01T12:00:00+00:00", "celsius", "seen"}
"""
import os

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["FLEET_TABLE"])


def reading_key(device, time):
    """Where a reading is kept."""
    return {"pk": device, "sk": f"reading#{time}"}


def hour_key(device, hour):
    """Where the summary of an hour is kept."""
    return {"pk": device, "sk": f"hour#{hour}"}


def alert_key(device, time):
    """Where an alert is kept."""
    return {"pk": device, "sk": f"alert#{time}"}


def pages(**query):
    """All rows of a query, page by page."""
    while True:
        page = table.query(**query)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            break
        query = {**query, "ExclusiveStartKey": page["LastEvaluatedKey"]}


def of_hour(device, hour):
    """The readings of an hour, the latest writes included."""
    return list(pages(KeyConditionExpression=Key("pk").eq(device) & Key("sk").begins_with(f"reading#{hour}"),
                      ConsistentRead=True))


def latest(device, kind, count):
    """The newest rows of a kind: latest("truck1", "reading", 5)."""
    return table.query(KeyConditionExpression=Key("pk").eq(device) & Key("sk").begins_with(f"{kind}#"),
                       ScanIndexForward=False, Limit=count)["Items"]
