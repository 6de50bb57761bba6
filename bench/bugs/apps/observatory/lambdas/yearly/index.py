"""Writes the statistics of a year: a zip with a table for each institute, and a summary.

infra:
  timer:
    cron: 0 5 2 1 ? *
  timeout: 600
  size: medium
"""
import csv
import io
import json
import os
import zipfile
from collections import defaultdict
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr

from lambdas.common import replies, store

s3 = boto3.client("s3")
COLUMNS = ["proposal", "image", "taken", "seconds", "status"]


def table_of(rows):
    """The csv of an institute."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, fieldnames=COLUMNS, extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(sorted(rows, key=itemtime))
    return file.getvalue()


def itemtime(row):
    return row["taken"], row["image"]


def by_institute(year):
    groups = defaultdict(list)
    rows = store.pages(store.images.scan, FilterExpression=Attr("taken").begins_with(f"{year}-"))
    for row in rows:
        groups[row["institute"]].append(row)
    return groups


def summary(groups):
    result = {}
    for institute, rows in groups.items():
        seconds = sum((row.get("seconds", Decimal(0)) for row in rows), Decimal(0))
        result[institute] = {
            "images": len(rows),
            "hours": round(seconds / 3600, 2),
            "broken": len([row for row in rows if row["status"] == "broken"]),
        }
    return result


def quota_use(groups):
    """The part of its quota that each institute used."""
    response = {}
    for institute in groups:
        quota = store.quotas.get_item(Key={"institute": institute}).get("Item")
        if quota and quota["hours"]:
            response[institute] = round(quota.get("used", 0) / quota["hours"], 3)
    return response


def handler(event, context):
    year = event.get("year") or store.now().year - 1
    groups = by_institute(year)
    result = summary(groups)
    for institute, share in quota_use(groups).items():
        result[institute]["quota"] = share
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for institute, rows in sorted(groups.items()):
            archive.writestr(f"{institute}.csv", table_of(rows))
        archive.writestr("summary.json", json.dumps(result, default=replies.plain, sort_keys=True))
    s3.put_object(
        Bucket=os.environ["OBSERVATORY_BUCKET"],
        Key=f"statistics/{year}.zip",
        Body=target.getvalue(),
        ContentType="application/zip",
    )
    return {"year": year, "institutes": len(groups)}
