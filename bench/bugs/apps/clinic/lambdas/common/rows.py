"""The clinic's table.

    day#2026-05-04     slot#09:30#anna   an appointment: kind, patient, name, email, status, version
    patient#<sub>      month#2026-05     how many appointments a patient has in that month
    wait#anna          <sub>             who waits for a time of Anna's: joined, until, name, email, expires
    document#<id>      document          kind, patient, key, type, size
    desk               task#<time>#<id>  what somebody at the desk must look at
"""
import os
import re

import boto3

table = boto3.resource("dynamodb").Table(os.environ["CLINIC_TABLE"])
ID = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})-([a-z]+)")


def slot_key(day, time, doctor):
    return {"pk": f"day#{day}", "sk": f"slot#{time}#{doctor}"}


def id_of(day, time, doctor):
    """The id of an appointment in addresses: 2026-05-04T0930-anna"""
    return f"{day}T{time.replace(':', '')}-{doctor}"


def parse_id(text):
    """(day, time, doctor) of an id; ValueError if it is none."""
    found = ID.fullmatch(text)
    if not found:
        raise ValueError(f"{text} is no appointment")
    day, hour, minute, doctor = found.groups()
    return day, f"{hour}:{minute}", doctor


def parse_key(row):
    """(day, time, doctor) of the row of an appointment."""
    _slot, time, doctor = row["sk"].split("#")
    return row["pk"].removeprefix("day#"), time, doctor


def every(**query):
    """The rows of all pages of a query."""
    while True:
        page = table.query(**query)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        query["ExclusiveStartKey"] = page["LastEvaluatedKey"]
