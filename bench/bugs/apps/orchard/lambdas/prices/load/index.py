"""Loads a price list of the exchange: prices/<day>.csv with the columns Fruit;Price, the price as 1,25

infra:
  events:
  - name: list
    source: {type: bucket, name: orchard, form: notification}
    topic: Object Created
    prefix: prices/
    suffix: .csv
  timeout: 60
"""
import csv
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple
from urllib.parse import unquote_plus

import boto3

from lambdas.common import store

s3 = boto3.client("s3")
NAME = re.compile(r"prices/(\d{4}-\d{2}-\d{2})(?: .*)?\.csv")


class Price(NamedTuple):
    fruit: str
    price: Decimal


def parsed(text: str) -> Iterator[Price]:
    for line in csv.DictReader(text.splitlines(), delimiter=";"):
        fruit = line["Fruit"].strip().lower()
        if not fruit:
            continue
        try:
            price = Decimal(line["Price"].strip().replace(",", "."))
        except InvalidOperation:
            print(f"{fruit} has no price: {line['Price']!r}")
            continue
        yield Price(fruit, price.quantize(Decimal("0.01")))


def handler(event, context):
    for record in event["Records"]:
        bucket = record["s3"]["bucket"]["name"]
        key = unquote_plus(record["s3"]["object"]["key"])
        match = NAME.fullmatch(key)
        if match is None:
            print(f"{key} is no price list")
            continue
        day = match[1]
        text = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode("utf-8-sig")
        with store.prices().batch_writer(overwrite_by_pkeys=["fruit", "day"]) as batch:
            for price in parsed(text):
                batch.put_item(Item={"fruit": price.fruit, "day": day, "price": price.price, "list": key})
