"""Each night writes the temperatures of the day before to days/<day>/<store>.csv.gz.

infra:
  timer:
    cron: 30 2 * * ? *
    zone: Europe/Rome
    body: {stores: [north, south, hill]}
  timeout: 300
"""
import csv
import gzip
import io
import os
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from statistics import mean

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.common import store

s3 = boto3.client("s3")
readings = boto3.resource("dynamodb").Table(os.environ["ORCHARD_READINGS_TABLE"])


@dataclass
class Day:
    """The readings of one store on one day."""
    name: str
    day: date
    values: list[tuple[str, Decimal]] = field(default_factory=list)

    def bounds(self):
        """The first moment of the day and of the next one, in UTC as the table has them."""
        for day in (self.day, self.day + timedelta(days=1)):
            yield datetime.combine(day, time(), tzinfo=store.ZONE).astimezone(timezone.utc).isoformat(timespec="seconds")

    def load(self):
        first, end = self.bounds()
        paginator = readings.meta.client.get_paginator("query")
        pages = paginator.paginate(
            TableName=readings.name,
            KeyConditionExpression=Key("store").eq(self.name) & Key("time").between(first, end),
        )
        for page in pages:
            self.values += [(row["time"], row["celsius"]) for row in page["Items"] if row["time"] < end]

    def csv(self):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(["time", "celsius"])
        writer.writerows(self.values)
        return text.getvalue()


def handler(event, context):
    yesterday = datetime.now(store.ZONE).date() - timedelta(days=1)
    summary = {}
    for name in event["stores"]:
        day = Day(name, yesterday)
        day.load()
        if not day.values:
            continue
        s3.put_object(
            Bucket=os.environ["ORCHARD_BUCKET"],
            Key=f"days/{yesterday:%Y-%m-%d}/{name}.csv.gz",
            Body=gzip.compress(day.csv().encode("utf-8")),
            ContentEncoding="gzip",
            ContentType="text/csv",
        )
        summary[name] = round(float(mean(celsius for _time, celsius in day.values)), 2)
    return summary
