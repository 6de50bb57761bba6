"""Writes a table of yesterday's paid sessions, reports/2026-05-01.csv, each morning.

infra:
  timer:
    cron: 0 5 * * ? *
    zone: Europe/Berlin
  timeout: 120
"""
import csv
import io
import logging
import os
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.common import garages, sessions

logger = logging.getLogger()
logger.setLevel(logging.INFO)
s3 = boto3.client("s3")


def totals(day):
    """{garage: [number of sessions, sum of fees]} of a day."""
    sums = defaultdict(lambda: [0, Decimal(0)])
    for session in sessions.with_status("paid", Key("entered").begins_with(day)):
        entry = sums[session["garage"]]
        entry[0] += 1
        entry[1] += session["fee"]
    return sums


def handler(event, context):
    day = (sessions.now() - timedelta(days=1)).date().isoformat()
    titles = {garage["id"]: garage["title"] for garage in garages.everyone()}
    sums = totals(day)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["garage", "sessions", "fees"])
    for id, (number, fees) in sorted(sums.items()):
        writer.writerow([titles.get(id, id), number, fees])
    s3.put_object(
        Bucket=os.environ["PARKING_BUCKET"],
        Key=f"reports/{day}.csv",
        Body=out.getvalue().encode("utf-8"),
        ContentType="text/csv",
    )
    logger.info("%d garages on %s", len(sums), day)
    return {"day": day, "garages": len(sums)}
