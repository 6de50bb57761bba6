"""Reads the delivery notes of the suppliers: deliveries/<supplier>/<number>.csv.

infra:
  events:
  - name: note
    source: {type: bucket, name: bakery}
    topic: Object Created
    prefix: deliveries/
    suffix: .csv
  timeout: 60
"""
import codecs
import csv
import os
from dataclasses import asdict, dataclass
from datetime import datetime

import boto3

from lambdas.common import store

s3 = boto3.client("s3")
BUCKET = os.environ["BAKERY_BUCKET"]


class BadLine(ValueError):
    def __init__(self, number, why):
        super().__init__(f"line {number}: {why}")
        self.number = number


@dataclass
class Delivery:
    ingredient: str
    batch: str
    best_before: str
    grams: int
    supplier: str
    delivered: str

    @classmethod
    def read(cls, number, row, supplier, delivered):
        try:
            day = datetime.strptime(row["best before"], "%d.%m.%Y").date()
            grams = round(float(row["kg"].replace(",", ".")) * 1000)
        except (KeyError, ValueError, AttributeError) as error:
            raise BadLine(number, error) from error
        if grams <= 0:
            raise BadLine(number, "no weight")
        return cls(row["article"].strip().lower(), f"{supplier}-{row['lot'].strip()}", day.isoformat(), grams, supplier, delivered)


def rows(key):
    body = s3.get_object(Bucket=BUCKET, Key=key)["Body"]
    yield from csv.DictReader(codecs.getreader("utf-8-sig")(body), delimiter=";")


def handler(event, context):
    key = event["detail"]["object"]["key"]
    supplier = key.split("/")[1]
    delivered = event["time"][:10]
    good, bad = {}, []
    for number, row in enumerate(rows(key), start=2):
        try:
            delivery = Delivery.read(number, row, supplier, delivered)
        except BadLine as error:
            bad.append(str(error))
            continue
        good[delivery.ingredient, delivery.batch] = delivery
    with store.stock.batch_writer() as writer:
        for delivery in good.values():
            writer.put_item(Item=asdict(delivery))
    if bad:
        report = key.replace("deliveries/", "refused/", 1).removesuffix(".csv") + ".txt"
        s3.put_object(Bucket=BUCKET, Key=report, Body="\n".join(bad).encode("utf-8"))
    return {"good": len(good), "bad": len(bad)}
