"""Writes the receipts of the last year for the tax office, each January, and mails the links.

infra:
  timer:
    cron: 0 4 10 1 ? *
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: 900
"""
import os
from datetime import datetime, timezone

import boto3
from botocore.config import Config

from lambdas.common import store

s3 = boto3.client("s3", config=Config(signature_version="s3v4"))
ses = boto3.client("ses")
BUCKET = os.environ["DONATIONS_BUCKET"]


def last_year():
    return datetime.now(timezone.utc).year - 1


def all_donors():
    pages = store.donors.meta.client.get_paginator("scan").paginate(TableName=store.donors.name)
    for page in pages:
        yield from page["Items"]


def receipt(donor, year):
    """The text of a receipt, or None for a year without gifts."""
    rows = [row for row in store.gifts_of(donor["donor"]) if row["given"].startswith(f"{year}-")]
    if not rows:
        return None
    lines = [f"{row['given'][:10]}  {row['amount']:>10.2f} {row['currency']}" for row in rows]
    total = sum(row["amount"] for row in rows)
    return "\n".join([f"Receipt {year} for {donor['name']}", "", *lines, "", f"Total: {total:.2f} EUR", ""])


def handler(event, context):
    year, count = last_year(), 0
    for donor in all_donors():
        text = receipt(donor, year)
        if text is None:
            continue
        key = f"receipts/{year}/{donor['donor']}.txt"
        s3.put_object(Bucket=BUCKET, Key=key, Body=text.encode("utf-8"), ContentType="text/plain; charset=utf-8")
        url = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": key}, ExpiresIn=3600)
        ses.send_email(
            Source=os.environ["SENDER"],
            Destination={"ToAddresses": [donor["email"]]},
            Message={
                "Subject": {"Data": f"Your receipt of {year}"},
                "Body": {"Text": {"Data": f"You find your receipt here for an hour:\n{url}\n"}},
            },
        )
        count += 1
    print(f"{count} receipts of {year}")
    return count
