"""Loads the fuel card company's file, fuel/<day>.csv: plate;filled;litres;price

infra:
  events:
  - name: dropped
    source: {type: bucket, name: fleet}
    topic: Object Created
    prefix: fuel/
    suffix: .csv
  timeout: 120
"""
import csv
import io
import os
from datetime import datetime
from decimal import Decimal, InvalidOperation

import boto3

s3 = boto3.client("s3")
fuel = boto3.resource("dynamodb").Table(os.environ["FLEET_FUEL_TABLE"])


def handler(event, context):
    bucket, key = event["detail"]["bucket"]["name"], event["detail"]["object"]["key"]
    text = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode("utf-8-sig")
    rows, bad = [], 0
    for line in csv.DictReader(io.StringIO(text), delimiter=";"):
        try:
            rows.append(parse(line))
        except (AttributeError, KeyError, ValueError, InvalidOperation) as error:
            print(f"{key}: {error!r} in {line}")
            bad += 1
    with fuel.batch_writer(overwrite_by_pkeys=["plate", "filled"]) as batch:
        for row in rows:
            batch.put_item(Item=row)
    return {"loaded": len(rows), "bad": bad}


def parse(line):
    filled = datetime.strptime(line["filled"], "%d.%m.%Y %H:%M")
    return {
        "plate": line["plate"].strip(),
        "filled": filled.isoformat(),
        "litres": Decimal(line["litres"].replace(",", ".")),
        "price": Decimal(line["price"].replace(",", ".")),
    }
