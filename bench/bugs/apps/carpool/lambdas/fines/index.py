"""Forwards the fines of a town to the drivers: fines/<town>.csv with the columns plate, moment, amount, reason.

infra:
  events:
  - name: fines
    source: {type: bucket, name: carpool-papers}
    topic: Object Created
    prefix: fines/
    suffix: .csv
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: 120
"""
import csv
import io
import os
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import boto3

from lambdas.common.store import Store

BERLIN = ZoneInfo("Europe/Berlin")
store = Store()
s3 = boto3.client("s3")
ses = boto3.client("sesv2")


def utc(text):
    """The moment of a fine, which a town writes as 01.05.2026 10:15 in its own time."""
    local = datetime.strptime(text, "%d.%m.%Y %H:%M").replace(tzinfo=BERLIN)
    return local.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def lines(key):
    body = s3.get_object(Bucket=os.environ["CARPOOL_PAPERS_BUCKET"], Key=key)["Body"]
    with io.TextIOWrapper(io.BytesIO(body.read()), encoding="latin-1", newline="") as text:
        yield from csv.DictReader(text, delimiter=";")


def driver_at(car, moment):
    booking = store.last_booking(car, moment)
    if booking is None or booking["end"] < moment:
        return None
    return store.driver(booking["driver"])


def forward(driver, line):
    amount = line["amount"].replace(",", ".")
    ses.send_email(
        FromEmailAddress=os.environ["SENDER"],
        Destination={"ToAddresses": [driver["email"]]},
        Content={"Simple": {
            "Subject": {"Data": f"A fine of {float(amount):.2f} EUR"},
            "Body": {"Text": {"Data": f"{line['moment']}, {line['plate']}: {line['reason']}"}},
        }},
    )


def handler(event, context):
    plates = {car["plate"]: car["car"] for car in store.all_cars()}
    result = {"forwarded": 0, "unknown": []}
    for line in lines(event["detail"]["object"]["key"]):
        car = plates.get(line["plate"].strip().upper())
        driver = driver_at(car, utc(line["moment"])) if car else None
        if driver is None:
            result["unknown"].append(line["plate"])
            continue
        forward(driver, line)
        result["forwarded"] += 1
    return result
