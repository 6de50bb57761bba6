"""Tells the office by mail when the flour of a batch is nearly used.

infra:
  stream:
    table: bakery-stock
    batch: 50
    window: 10
    filter:
      eventName: [MODIFY]
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: 60
"""
import os
from functools import cache

import boto3
from boto3.dynamodb.types import TypeDeserializer

ses = boto3.client("sesv2")
LOW = 5000
decode = TypeDeserializer().deserialize


def plain(image):
    return {name: decode(value) for name, value in image.items()}


@cache
def office():
    return [address.strip() for address in os.environ["OFFICE"].split(",")]


def is_low(old, new):
    """Whether a change crossed the limit."""
    return old["grams"] >= LOW > new["grams"]


def handler(event, context):
    for record in event["Records"]:
        change = record["dynamodb"]
        try:
            old, new = plain(change["OldImage"]), plain(change["NewImage"])
            if not is_low(old, new) or "recalled" in new:
                continue
            ses.send_email(
                FromEmailAddress=os.environ["SENDER"],
                Destination={"ToAddresses": office()},
                Content={"Simple": {
                    "Subject": {"Data": f"{new['ingredient']}: {new['grams']} g left"},
                    "Body": {"Text": {"Data": f"Batch {new['batch']} of {new['supplier']}, best before {new['best_before']}\n"}},
                }},
            )
        except Exception as error:
            print(f"{change['Keys']}: {error!r}")
            return {"batchItemFailures": [{"itemIdentifier": change["SequenceNumber"]}]}
    return {"batchItemFailures": []}
