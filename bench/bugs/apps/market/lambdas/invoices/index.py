"""Writes the invoice of a paid order to invoices/2026/05/<id>.json and .csv.

infra:
  topic:
    filter:
      attributes:
        status: [paid]
  timeout: medium
"""
import csv
import io
import json
import os
from datetime import datetime
from zoneinfo import ZoneInfo

import boto3

from lambdas.shop import store
from lambdas.shop.web import plain

s3 = boto3.client("s3")
BUCKET = os.environ["MARKET_BUCKET"]
ZONE = ZoneInfo("Europe/Dublin")


def handler(event, context):
    for record in event["Records"]:
        message = json.loads(record["Sns"]["Message"])
        order = store.order(message["order"])
        if order is None:
            print(f"there is no order {message['order']}")
            continue
        write(message["order"], order)


def write(id_, order):
    paid = datetime.fromisoformat(order["paid"]).astimezone(ZONE)
    name = f"invoices/{paid:%Y/%m}/{id_}"
    invoice = {"order": id_, "day": f"{paid:%Y-%m-%d}", "customer": order["email"], "lines": order["lines"],
               "vat": order["vat"], "total": order["total"]}
    s3.put_object(Bucket=BUCKET, Key=f"{name}.json", Body=json.dumps(invoice, default=plain).encode(),
                  ContentType="application/json")
    s3.put_object(Bucket=BUCKET, Key=f"{name}.csv", Body=table_of(order["lines"]).encode("utf-8-sig"),
                  ContentType="text/csv; charset=utf-8")
    store.table.update_item(
        Key=store.order_key(id_),
        UpdateExpression="SET invoice = :key",
        ConditionExpression="attribute_exists(pk)",
        ExpressionAttributeValues={":key": f"{name}.json"})


def table_of(lines):
    """The lines as CSV, which spreadsheets open."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["sku", "title", "quantity", "price"])
    writer.writerows([line["sku"], line["title"], line["quantity"], line["price"]] for line in lines)
    return text.getvalue()
