"""Tells each Sunday evening who washes which car in the next week; the drivers take turns.

infra:
  timer:
    cron: 0 18 ? * SUN *
    zone: Europe/Berlin
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: 120
"""
import asyncio
import os
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import boto3
from boto3.dynamodb.conditions import Attr

from lambdas.common.store import Store

store = Store()
ses = boto3.client("ses")


def next_monday(today: date) -> date:
    return today + timedelta(days=7 - today.weekday())


def active_drivers():
    rows, extra = [], {}
    while True:
        page = store.drivers.scan(FilterExpression=Attr("active").eq(True), **extra)
        rows += page["Items"]
        if "LastEvaluatedKey" not in page:
            return sorted(rows, key=lambda row: row["driver"])
        extra["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def turns(cars, drivers, monday):
    """[(car, driver)] of a week: each week begins with another driver."""
    week = monday.toordinal() // 7
    return [(car, drivers[(week * len(cars) + number) % len(drivers)]) for number, car in enumerate(cars)]


def tell(car, driver, monday):
    ses.send_email(
        Source=os.environ["SENDER"],
        Destination={"ToAddresses": [driver["email"]]},
        Message={
            "Subject": {"Data": f"Please wash {car['plate']}"},
            "Body": {"Text": {"Data": f"Dear {driver['name']}, it is your turn in the week of {monday:%d %B}."}},
        },
    )
    return driver["driver"]


async def tell_all(pairs, monday):
    return await asyncio.gather(*(asyncio.to_thread(tell, car, driver, monday) for car, driver in pairs))


def handler(event, context):
    cars = sorted(store.all_cars(), key=lambda row: row["car"])
    drivers = active_drivers()
    if not drivers:
        return []
    monday = next_monday(datetime.now(ZoneInfo("Europe/Berlin")).date())
    return asyncio.run(tell_all(turns(cars, drivers, monday), monday))
