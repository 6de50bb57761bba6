"""Collects the trips of the last month, writes a zip of csv files for the accountant, and asks for an invoice of each driver.

infra:
  timer:
    cron: 0 3 2 * ? *
    form: event
  timeout: 600
  size: medium
"""
import csv
import io
import itertools
import json
import os
import zipfile
from datetime import datetime, timedelta
from decimal import Decimal
from operator import itemgetter

import boto3

from lambdas.common.store import Store

store = Store()
s3 = boto3.client("s3")
queue = boto3.resource("sqs").Queue(os.environ["CARPOOL_PAPER_QUEUE"])
COLUMNS = ["trip", "car", "started", "ended", "km", "price"]


def month_before(moment):
    first = moment.replace(day=1)
    return (first - timedelta(days=1)).strftime("%Y-%m")


def csv_of(trips):
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(trips)
    return buffer.getvalue()


def batches(messages):
    messages = iter(messages)
    while batch := list(itertools.islice(messages, 10)):
        yield batch


def handler(event, context):
    month = month_before(datetime.fromisoformat(event["time"]))
    trips = sorted(store.trips_of_month(month), key=itemgetter("driver"))
    archive, messages = io.BytesIO(), []
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for driver, group in itertools.groupby(trips, key=itemgetter("driver")):
            rows = sorted(group, key=itemgetter("started"))
            target.writestr(f"{driver}.csv", csv_of(rows))
            total = sum((row["price"] for row in rows), Decimal(0))
            messages.append({"driver": driver, "month": month, "trips": len(rows), "total": str(total)})
    s3.put_object(Bucket=os.environ["CARPOOL_PAPERS_BUCKET"], Key=f"months/{month}.zip", Body=archive.getvalue())
    for batch in batches(messages):
        response = queue.send_messages(Entries=[
            {"Id": str(number), "MessageBody": json.dumps(message)} for number, message in enumerate(batch)])
        if response.get("Failed"):
            raise RuntimeError(f"not sent: {response['Failed']}")
    return {"month": month, "invoices": len(messages)}
