"""Readings from any source: which are valid, which are unusual, and their rows.

    {"pk": "oslo", "sk": "reading#2026-05-01T12:00Z", "celsius": Decimal("11.5")}
"""
import os
import re
from datetime import datetime
from decimal import Decimal, InvalidOperation

import boto3
from boto3.dynamodb.conditions import Key

# Created once, when Lambda loads the module: later invocations use it again.
table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])

TIME = "%Y-%m-%dT%H:%MZ"
COLDEST, WARMEST = -90, 60  # the records of the Earth: beyond them, a sensor is broken
USUAL_LOW, USUAL_HIGH = -30, 40  # beyond them, a reading is possible, but raises an alarm


def problem(station, time, celsius):
    """Why a reading is invalid, or "": ("oslo", "noon", "11.5") -> "time is not like ..."."""
    if not re.fullmatch("[a-z][a-z-]{1,29}", str(station)):
        return "station is not a name like north-cape"
    try:
        if datetime.strptime(str(time), TIME).strftime(TIME) != time:
            return "time is not like 2026-05-01T12:00Z"
    except ValueError:
        return "time is not like 2026-05-01T12:00Z"
    try:
        if not COLDEST <= Decimal(celsius) <= WARMEST:
            return f"celsius is not from {COLDEST} to {WARMEST}"
    except (InvalidOperation, TypeError, ValueError):
        return "celsius is not a number"
    return ""


def is_unusual(celsius):
    """Whether a valid reading raises an alarm."""
    return not USUAL_LOW <= celsius <= USUAL_HIGH


def key(station, time):
    """The key of a reading's row: at most one per station and minute."""
    return {"pk": station, "sk": f"reading#{time}"}


def store(station, time, celsius):
    """True if the table now has the reading; False if it has another for that minute.

    The same reading may arrive twice (a sensor sends it again, an event is delivered twice):
    the second time changes nothing.
    """
    celsius = round(Decimal(celsius), 2)
    try:
        table.put_item(Item={**key(station, time), "celsius": celsius},
                       ConditionExpression="attribute_not_exists(pk) OR celsius = :celsius",
                       ExpressionAttributeValues={":celsius": celsius})
    except table.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True


def of_day(station, day):
    """[{"time": "2026-05-01T12:00Z", "celsius": Decimal}] of a day, sorted by time, the latest writes included.

    One page of a query (1 MB) has room for ten times the minutes of a day.
    """
    of_that_day = Key("pk").eq(station) & Key("sk").begins_with(f"reading#{day}T")
    rows = table.query(KeyConditionExpression=of_that_day, ConsistentRead=True)["Items"]
    return [{"time": row["sk"].removeprefix("reading#"), "celsius": row["celsius"]} for row in rows]
