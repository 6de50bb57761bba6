"""Settles a week of a grower, once: messages with {"grower", "first", "last"}

infra:
  queue:
    batch: 10
    tries: 3
  timeout: 60
"""
import json
import os
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import boto3

from lambdas.common import bus, store

payments = boto3.resource("dynamodb").Table(os.environ["ORCHARD_PAYMENTS_TABLE"])
CENT = Decimal("0.01")
FEE = Decimal("0.035")


class NoPrice(Exception):
    """A fruit had no price when it was picked."""


class Settlement:
    """What a grower gets for the lots of a week."""

    def __init__(self, grower, first, last):
        self.grower, self.first, self.last = grower, first, last
        self.gross = Decimal(0)
        self.lots = []

    @property
    def week(self):
        return f"{date.fromisoformat(self.first):%G-W%V}"

    @property
    def fee(self):
        return (self.gross * FEE).quantize(CENT, rounding=ROUND_HALF_UP)

    def add(self, lot):
        price = lot.get("price") or store.price_on(lot["fruit"], lot["picked"])
        if price is None:
            raise NoPrice(f"{lot['fruit']} on {lot['picked']}")
        self.gross += (lot["kilos"] * price).quantize(CENT, rounding=ROUND_HALF_UP)
        self.lots.append(lot["lot"])

    def save(self):
        """Whether this is the first settlement of the week."""
        try:
            payments.put_item(
                Item={"grower": self.grower, "week": self.week, "gross": self.gross, "fee": self.fee,
                      "net": self.gross - self.fee, "lots": self.lots},
                ConditionExpression="attribute_not_exists(grower)",
            )
        except payments.meta.client.exceptions.ConditionalCheckFailedException:
            return False
        return True


def settle(message):
    settlement = Settlement(message["grower"], message["first"], message["last"])
    for lot in store.lots_between(message["grower"], message["first"], message["last"]):
        settlement.add(lot)
    if settlement.lots and settlement.save():
        bus.emit("SettlementPaid", {
            "grower": settlement.grower, "week": settlement.week, "net": str(settlement.gross - settlement.fee)})


def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            settle(json.loads(record["body"]))
        except Exception as error:
            print(f"{record['messageId']}: {error!r}")
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
