"""Readings, however they came in: what makes one good, what makes one odd, and their rows.

    {"pk": "oslo", "sk": "reading#2026-05-01T12:00Z", "celsius": Decimal("11.5")}
"""
import os
import re
from datetime import datetime
from decimal import Decimal, InvalidOperation

import boto3
from boto3.dynamodb.conditions import Key

# Made once, when Lambda loads the module: every call after the first finds it ready.
table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])

TIME = "%Y-%m-%dT%H:%MZ"
COLDEST, WARMEST = -90, 60  # what the Earth has seen: beyond it, a sensor is broken
ODD_BELOW, ODD_ABOVE = -30, 40  # possible, but somebody should know


def complaint(station, time, celsius):
    """What is wrong with a reading, or "": ("oslo", "noon", "11.5") -> "time is not like ..."."""
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


def is_odd(celsius):
    """A reading that is good, and yet worth an alarm."""
    return not ODD_BELOW <= celsius <= ODD_ABOVE


def key(station, time):
    """The row of a reading: at most one per station and minute."""
    return {"pk": station, "sk": f"reading#{time}"}


def store(station, time, celsius):
    """True if the table now holds the reading; False if it holds another for that minute.

    The same reading may come twice (a sensor that sends again, an event delivered twice):
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
    """[{"time": "2026-05-01T12:00Z", "celsius": Decimal}] of a day, by time, with the very latest.

    One page of a query (1 MB) holds a day of minutes ten times over.
    """
    of_that_day = Key("pk").eq(station) & Key("sk").begins_with(f"reading#{day}T")
    rows = table.query(KeyConditionExpression=of_that_day, ConsistentRead=True)["Items"]
    return [{"time": row["sk"].removeprefix("reading#"), "celsius": row["celsius"]} for row in rows]
