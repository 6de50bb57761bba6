"""Publishes the front page, whenever a station's page is published or a day is closed.

Two rules invoke it. One matches objects of the website's bucket, but only in stations/, because the
front page is an object of that bucket too. The other matches the event that `closing` emits.

infra:
  events:
  - name: page-published
    source:
      type: website
      name: demo
    topic: Object Created
    pattern:
      object:
        key: [{prefix: stations/}]
  - name: day-closed
    topic: DayClosed
  timeout: medium
"""
import os

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.weather import charts
from lambdas.weather.layout import degrees, page, table

rows = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])
s3 = boto3.client("s3")
WEBSITE = os.environ["DEMO_WEBSITE"]


def handler(event, context):
    latest = {station: day for station in published() if (day := latest_day(station))}
    closed = rows.query(KeyConditionExpression=Key("pk").eq("#closed"),
                        ScanIndexForward=False, Limit=7)["Items"]
    chart = charts.drawing([(station, day["mean"]) for station, day in latest.items()])
    s3.put_object(Bucket=WEBSITE, Key="index.html", Body=html(latest, closed, chart),
                  ContentType="text/html; charset=utf-8", CacheControl="max-age=0, s-maxage=60")


def published():
    """The names of the stations that have a page, sorted; S3 lists 1,000 objects in a page."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=WEBSITE, Prefix="stations/")
    return [entry["Key"].removeprefix("stations/").removesuffix(".html")
            for listing in pages for entry in listing.get("Contents", [])]


def latest_day(station):
    """The newest summary of a station, or None."""
    days = rows.query(KeyConditionExpression=Key("pk").eq(station) & Key("sk").begins_with("day#"),
                      ScanIndexForward=False, Limit=1)["Items"]  # the last row first
    return days[0] if days else None


def html(latest, closed, chart):
    """The front page. latest: {station: its newest summary}; closed: the rows of `closing`, newest first."""
    def extreme(reading):
        return f'{reading["station"]} {degrees(reading["celsius"])}'
    stations = [[f'<a href="stations/{station}.html">{station}</a>', day["day"],
                 *(degrees(day[name]) for name in ("lowest", "mean", "highest"))]
                for station, day in latest.items()]
    body = f"<h1>Weather</h1><p>The mean of each station's latest day</p>{chart}"
    body += "<h2>Stations</h2>" + table(["station", "day", "lowest", "mean", "highest"], stations)
    if closed:
        body += "<h2>Days closed</h2>" + table(["day", "coldest", "warmest"], [
            [day["sk"], extreme(day["coldest"]), extreme(day["warmest"])] for day in closed])
    return page("Weather", body)
