"""Publishes the page of a station on the website. Each message of the queue names a station.

Its trigger is a queue, because readings arrive in bursts: fifty messages of one window may name the
same station, and its page is written once. If a page fails, only its messages are retried.

infra:
  queue:
    batch: 50
    window: 1
  timeout: medium
"""
import os
from html import escape

import boto3

from lambdas.weather import charts, readings, stations
from lambdas.weather.layout import degrees, page, table

s3 = boto3.client("s3")


def handler(event, context):
    messages = {}  # station: the ids of the messages that name it
    for record in event["Records"]:
        messages.setdefault(record["body"], []).append(record["messageId"])
    failed = []
    for station, ids in messages.items():
        try:
            publish(station)
        except Exception as error:  # any failure: the other stations still get their pages
            print(f"{station}: {error!r}")
            failed += ids
    return {"batchItemFailures": [{"itemIdentifier": id_} for id_ in failed]}


def publish(station):
    """Writes the page to stations/oslo.html; replaces an older one."""
    history = stations.history(station)
    latest = readings.of_day(station, history["days"][0]["day"]) if history["days"] else []
    chart = charts.drawing([(reading["time"][11:16], reading["celsius"]) for reading in latest])
    s3.put_object(Bucket=os.environ["DEMO_WEBSITE"], Key=f"stations/{station}.html",
                  Body=html(station, history, chart), ContentType="text/html; charset=utf-8",
                  CacheControl="max-age=0, s-maxage=60")


def html(station, history, chart):
    """The page of a station: its latest day as a chart, its days and its alarms as tables."""
    name = escape(station)
    days = [[day["day"], day["count"], *(degrees(day[name]) for name in ("lowest", "mean", "highest"))]
            for day in history["days"][:14]]
    alarms = [[alarm["time"], degrees(alarm["celsius"])] for alarm in history["alarms"][:10]]
    body = ('<p><a href="../index.html">All stations</a> · '
            f'<a href="../correct.html?station={name}">Correct a reading</a></p>'  # that page is in site/
            f'<h1>{name.replace("-", " ")}</h1>')
    if days:
        body += f"<p>{days[0][0]}, {days[0][1]} reading{'s' * (days[0][1] != 1)}</p>{chart}"
    body += "<h2>Days</h2>" + table(["day", "readings", "lowest", "mean", "highest"], days)
    if alarms:
        body += "<h2>Alarms</h2>" + table(["when", "reading"], alarms)
    return page(f"{name} weather", body)
