"""Writes the owners' statements of the last month: one CSV in gzip for each owner, and a summary.

infra:
  timer:
    cron: 0 5 1 * ? *
    zone: Europe/Lisbon
    body: {}
  timeout: 600
  size: 1024
"""
import csv
import gzip
import io
import json
import os
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr

from lambdas.core.days import today
from lambdas.core.pricing import rates, rounded

ledger = boto3.resource("dynamodb").Table(os.environ["RENTALS_LEDGER_TABLE"])
bucket = boto3.resource("s3").Bucket(os.environ["RENTALS_BUCKET"])
FEE = Decimal("0.12")


def last_month(day: date) -> str:
    return (day.replace(day=1) - timedelta(days=1)).strftime("%Y-%m")


def entries(month):
    """The entries of a month, of all pages."""
    scan = {"FilterExpression": Attr("entry").begins_with(month)}
    while True:
        page = ledger.scan(**scan)
        yield from page["Items"]
        if not page.get("LastEvaluatedKey"):
            return
        scan["ExclusiveStartKey"] = page["LastEvaluatedKey"]


def euros(entry):
    """What the owner gets of one stay."""
    rent = entry["rent"] / rates()[entry["currency"]]
    return rounded(rent * (1 - FEE), "EUR")


def statement(owner, month, stays):
    out = io.StringIO()
    writer = csv.DictWriter(out, ["left", "booking", "flat", "euros"], lineterminator="\n")
    writer.writeheader()
    total = Decimal(0)
    for entry in sorted(stays, key=lambda stay: stay["entry"]):
        left, booking = entry["entry"].split("#", 1)
        share = euros(entry)
        total += share
        writer.writerow({"left": left, "booking": booking, "flat": entry["flat"], "euros": share})
    bucket.put_object(Key=f"statements/{month}/{owner}.csv.gz", Body=gzip.compress(out.getvalue().encode("utf-8")),
                      ContentType="text/csv", ContentEncoding="gzip")
    return total


def handler(event, context):
    month = event.get("month") or last_month(today())
    owners = defaultdict(list)
    for entry in entries(month):
        owners[entry["owner"]].append(entry)
    totals = {owner: statement(owner, month, stays) for owner, stays in sorted(owners.items())}
    summary = {"month": month, "owners": len(totals), "euros": str(sum(totals.values(), Decimal(0)))}
    bucket.put_object(Key=f"statements/{month}/summary.json", Body=json.dumps(summary).encode(), ContentType="application/json")
    return summary
