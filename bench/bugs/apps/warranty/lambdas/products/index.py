"""Imports the products that shops sold: imports/<shop>.csv with the columns serial, model, price, sold.

infra:
  events:
  - name: dropped
    source: {type: bucket, name: warranty, form: notification}
    topic: Object Created
    prefix: imports/
    suffix: .csv
  timeout: 120
"""
import csv
from decimal import Decimal
from urllib.parse import unquote_plus

import boto3

from lambdas.claims.store import products

s3 = boto3.client("s3")


def rows(bucket, key):
    """The products of a file."""
    text = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode("utf-8-sig")
    for line in csv.DictReader(text.splitlines(), delimiter=";"):
        yield {
            "serial": line["serial"].strip(),
            "model": line["model"],
            "price": Decimal(line["price"].replace(",", ".")),
            "sold": line["sold"],
        }


def handler(event, context):
    count = 0
    for record in event["Records"]:
        bucket = record["s3"]["bucket"]["name"]
        key = unquote_plus(record["s3"]["object"]["key"])
        with products.batch_writer(overwrite_by_pkeys=["serial"]) as batch:
            for row in rows(bucket, key):
                batch.put_item(Item=row)
                count += 1
    print(f"imported {count} products")
    return count
