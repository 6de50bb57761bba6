"""Writes the bank's file of a month, and sends it. The lambda runs/approve invokes it.

infra:
  timeout: 300
  size: medium
  retries: 0
"""
import csv
import gzip
import hashlib
import hmac
import os
import urllib.request
from pathlib import Path

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.common import money

slips = boto3.resource("dynamodb").Table(os.environ["PAYROLL_SLIPS_TABLE"])
s3 = boto3.client("s3")
ssm = boto3.client("ssm")


def slips_of(month):
    start = {}
    while True:
        page = slips.query(IndexName="by_month", KeyConditionExpression=Key("month").eq(month), **start)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


def write(path, month):
    """Writes the file, and returns the sum in cents."""
    total = 0
    with gzip.open(path, "wt", encoding="latin-1", errors="replace", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        for slip in slips_of(month):
            if slip["net"] > 0:
                writer.writerow([slip["iban"], slip["name"], money.cents(slip["net"]), f"Pay {month}"])
                total += money.cents(slip["net"])
    return total


def send(data):
    key = ssm.get_parameter(Name=os.environ["PAYROLL_BANK_SECRET"], WithDecryption=True)["Parameter"]["Value"]
    signature = hmac.new(key.encode(), data, hashlib.sha256).hexdigest()
    request = urllib.request.Request(
        os.environ["BANK_URL"], data=data, method="POST",
        headers={"Content-Type": "application/gzip", "X-Signature": signature})
    with urllib.request.urlopen(request, timeout=60) as response:
        return response.status


def handler(event, context):
    month = event["month"]
    path = Path(f"/tmp/{month}.csv.gz")
    try:
        total = write(path, month)
        s3.upload_file(str(path), os.environ["PAYROLL_BANK_BUCKET"], f"files/{month}.csv.gz")
        status = send(path.read_bytes())
    finally:
        path.unlink(missing_ok=True)
    return {"total": total, "status": status}
