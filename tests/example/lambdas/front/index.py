"""Publishes the front page, whenever a station's page is published or a day is closed.

Two rules call it. One hears the website's own bucket, and only stations/: the front page
is an object of that bucket too. The other hears the app's bus, where `closing` speaks.

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
    """The stations that have a page, by name; a listing comes in pages of 1,000 objects."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=WEBSITE, Prefix="stations/")
    return [entry["Key"].removeprefix("stations/").removesuffix(".html")
            for one in pages for entry in one.get("Contents", [])]


def latest_day(station):
    """The newest summary of a station, or None: the last row of its days is the first one asked for."""
    found = rows.query(KeyConditionExpression=Key("pk").eq(station) & Key("sk").begins_with("day#"),
                       ScanIndexForward=False, Limit=1)["Items"]
    return found[0] if found else None


def html(latest, closed, chart):
    """The front page. latest: {station: its newest summary}; closed: what `closing` wrote, newest first."""
    def extreme(one):
        return f'{one["station"]} {degrees(one["celsius"])}'
    stations = [[f'<a href="stations/{station}.html">{station}</a>', day["day"],
                 *(degrees(day[name]) for name in ("lowest", "mean", "highest"))]
                for station, day in latest.items()]
    body = f"<h1>Weather</h1><p>The mean of each station's latest day</p>{chart}"
    body += "<h2>Stations</h2>" + table(["station", "day", "lowest", "mean", "highest"], stations)
    if closed:
        body += "<h2>Days closed</h2>" + table(["day", "coldest", "warmest"], [
            [one["sk"], extreme(one["coldest"]), extreme(one["warmest"])] for one in closed])
    return page("Weather", body)
