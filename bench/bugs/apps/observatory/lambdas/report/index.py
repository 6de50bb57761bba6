"""Mails what happened in the night, each morning.

infra:
  timer:
    cron: 30 8 * * ? *
    zone: Atlantic/Canary
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: 60
"""
import html
import os
from collections import Counter, defaultdict
from datetime import datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.common import store

ses = boto3.client("sesv2")
weather = store.dynamodb.Table(os.environ["OBSERVATORY_WEATHER_TABLE"])
ZONE = ZoneInfo(os.environ["DOME_ZONE"])
STATIONS = ("north", "south")
STATUSES = ["raw", "reduced", "broken"]


def night_of(moment):
    """(start, end) of the last night: noon to noon on the island."""
    noon = datetime.combine(moment.astimezone(ZONE).date(), time(12), tzinfo=ZONE)
    if noon > moment:
        noon -= timedelta(days=1)
    return noon, noon + timedelta(days=1)


def images_between(start, end):
    utc = ZoneInfo("UTC")
    for status in STATUSES:
        yield from store.pages(
            store.images.query,
            IndexName="by_status",
            KeyConditionExpression=Key("status").eq(status) & Key("taken").between(
                start.astimezone(utc).isoformat(), end.astimezone(utc).isoformat()),
        )


def strongest_wind(station, start, end):
    rows = store.pages(
        weather.query,
        KeyConditionExpression=Key("station").eq(station)
        & Key("at").between(int(start.timestamp()), int(end.timestamp())),
        ProjectionExpression="wind",
    )
    return max((row["wind"] for row in rows), default=None)


def institute_of(row):
    return row["institute"]


def lines(images):
    """One line for each institute."""
    for institute, group in groupby(sorted(images, key=institute_of), key=institute_of):
        rows = list(group)
        counts = Counter(row["status"] for row in rows)
        size = sum(int(row.get("size", 0)) for row in rows)
        yield f"{institute}: {len(rows)} images, {counts['broken']} broken, {size / 1e6:.1f} MB"


def handler(event, context):
    start, end = night_of(store.now())
    images = list(images_between(start, end))
    winds = defaultdict(str)
    for station in STATIONS:
        wind = strongest_wind(station, start, end)
        winds[station] = "no readings" if wind is None else f"{wind:.1f} m/s"
    text = [f"The night of {start:%d.%m.%Y}", "", *lines(images), ""]
    text += [f"wind at {station}: {winds[station]}" for station in STATIONS]
    body = "\n".join(text)
    ses.send_email(
        FromEmailAddress=os.environ["SENDER"],
        Destination={"ToAddresses": [os.environ["STAFF"]]},
        Content={"Simple": {
            "Subject": {"Data": f"Night {start:%Y-%m-%d}: {len(images)} images"},
            "Body": {"Text": {"Data": body}, "Html": {"Data": f"<pre>{html.escape(body)}</pre>"}},
        }},
    )
    return len(images)
