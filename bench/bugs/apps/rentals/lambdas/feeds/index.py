"""Blocks the nights that other portals sold: reads the iCal feeds of the flats each hour.

infra:
  timer:
    rate: 1 hour
  timeout: 300
  retries: 0
"""
import re
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

from boto3.dynamodb.conditions import Attr, Key

from lambdas.core.days import nights, today
from lambdas.core.store import client, night_key, rows, table

EVENT = re.compile(r"BEGIN:VEVENT\r?\n(.*?)END:VEVENT", re.DOTALL)
DAY = re.compile(r"^DT(START|END)[^:]*:(\d{8})", re.MULTILINE)


def fetch(url):
    request = urllib.request.Request(url, headers={"User-Agent": "rentals/1.0"})
    with urllib.request.urlopen(request, timeout=10) as response:
        return response.read().decode("utf-8", errors="replace")


def stays(text):
    """(arrive, leave) of each event of a calendar."""
    unfolded = re.sub(r"\r?\n[ \t]", "", text)
    for body in EVENT.findall(unfolded):
        days = {kind: datetime.strptime(digits, "%Y%m%d").date() for kind, digits in DAY.findall(body)}
        if "START" in days and "END" in days:
            yield days["START"], days["END"]


def block(flat, text):
    """Blocks the nights of a feed, and frees those that left it."""
    current = {night.isoformat() for arrive, leave in stays(text) for night in nights(arrive, leave) if night >= today()}
    before = {row["sk"].removeprefix("night#") for row in rows(
        KeyConditionExpression=Key("pk").eq(f"flat#{flat}") & Key("sk").begins_with("night#"),
        FilterExpression=Attr("source").eq("ical"))}
    with table.batch_writer() as writer:
        for night in before - current:
            writer.delete_item(Key=night_key(flat, night))
    clashes = []
    for night in sorted(current - before):
        try:
            table.put_item(Item={**night_key(flat, night), "source": "ical"}, ConditionExpression=Attr("sk").not_exists())
        except client.exceptions.ConditionalCheckFailedException:
            clashes.append(date.fromisoformat(night))
    return len(current), clashes


def flats():
    pages = client.get_paginator("scan").paginate(
        TableName=table.name, FilterExpression=Attr("sk").eq("flat") & Attr("feed").exists())
    return {row["pk"].removeprefix("flat#"): row["feed"] for page in pages for row in page["Items"]}


def handler(event, context):
    feeds = flats()
    if not feeds:
        return {}
    with ThreadPoolExecutor(max_workers=8) as pool:
        futures = {flat: pool.submit(fetch, url) for flat, url in feeds.items()}
    result = {}
    for flat, future in futures.items():
        try:
            count, clashes = block(flat, future.result())
        except (urllib.error.URLError, TimeoutError, ValueError) as error:
            print(f"{flat}: {error}")
            result[flat] = {"error": str(error)}
            continue
        result[flat] = {"nights": count, "clashes": [str(night) for night in clashes]}
    return result
