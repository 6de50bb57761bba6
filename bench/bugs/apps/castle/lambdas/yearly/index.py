"""Counts the visitors of the last year for the ministry, each January.

infra:
  timer:
    cron: 30 5 15 1 ? *
    form: event
  timeout: 900
  size: large
"""
import csv
import gzip
import io
import os
from collections import Counter
from datetime import date, datetime, timedelta

import boto3

from lambdas.shared import db

s3 = boto3.resource("s3")
MONTHS = 12


def days_of(year):
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def count(year):
    """Visitors by month."""
    visitors = Counter()
    for day in days_of(year):
        for ticket in db.tickets_of_day(day.isoformat()):
            visitors[day.month] += int(ticket["persons"])
    return visitors


def report(year, visitors):
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fieldnames=["year", "month", "visitors"], lineterminator="\n")
    writer.writeheader()
    for month in range(1, MONTHS + 1):
        writer.writerow({"year": year, "month": month, "visitors": visitors[month]})
    return gzip.compress(buffer.getvalue().encode("utf-8"))


def handler(event, context):
    year = datetime.fromisoformat(event["time"]).year - 1
    visitors = count(year)
    target = s3.Object(os.environ["CASTLE_REPORTS_BUCKET"], f"ministry/visitors-{year}.csv.gz")
    target.put(Body=report(year, visitors), ContentType="text/csv", ContentEncoding="gzip")
    total = sum(visitors.values())
    print(f"{total} visitors in {year}")
    return {"year": year, "total": total, "best": visitors.most_common(1)[0][0] if visitors else None}
