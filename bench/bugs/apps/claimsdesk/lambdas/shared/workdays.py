"""Deadlines in working days."""
import functools
import os
from datetime import date, timedelta

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["CLAIMS_HOLIDAYS_TABLE"])


@functools.lru_cache(maxsize=32)
def holidays(country, year):
    condition = Key("country").eq(country) & Key("day").between(f"{year}-01-01", f"{year}-12-31")
    return frozenset(item["day"] for item in table.query(KeyConditionExpression=condition)["Items"])


def is_workday(day: date, country: str) -> bool:
    return day.weekday() < 5 and day.isoformat() not in holidays(country, day.year)


def after(day: date, count: int, country: str) -> date:
    """The day that is some working days after another."""
    while count > 0:
        day += timedelta(days=1)
        if is_workday(day, country):
            count -= 1
    return day
