"""Amounts in several currencies, and the entries of a claim: reserves and payouts.

entries: {"claim", "entry", "kind", "amount", "currency", "euros", "month"}
"""
import os
from dataclasses import dataclass
from datetime import datetime, timezone
from decimal import ROUND_HALF_EVEN, Decimal

import boto3
from boto3.dynamodb.conditions import Key

dynamodb = boto3.resource("dynamodb")
entries = dynamodb.Table(os.environ["CLAIMS_MONEY_TABLE"])
rates = dynamodb.Table(os.environ["CLAIMS_RATES_TABLE"])
DIGITS = {"JPY": 0, "KWD": 3}


class UnknownCurrency(LookupError):
    pass


@dataclass(frozen=True, order=True)
class Money:
    amount: Decimal
    currency: str = "EUR"

    def __add__(self, other):
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency}")
        return Money(self.amount + other.amount, self.currency)

    def rounded(self):
        unit = Decimal(1).scaleb(-DIGITS.get(self.currency, 2))
        return Money(self.amount.quantize(unit, rounding=ROUND_HALF_EVEN), self.currency)

    def __str__(self):
        return f"{self.amount:,} {self.currency}"


def rate(currency, day):
    """Units of a currency for a euro: the last rate up to a day."""
    if currency == "EUR":
        return Decimal(1)
    page = rates.query(
        KeyConditionExpression=Key("currency").eq(currency) & Key("day").lte(day),
        ScanIndexForward=False,
        Limit=1,
    )
    if not page["Items"]:
        raise UnknownCurrency(currency)
    return page["Items"][0]["rate"]


def in_euros(money, day=None):
    day = day or datetime.now(timezone.utc).date().isoformat()
    return Money(money.amount / rate(money.currency, day)).rounded()


def entry_of(claim, entry, kind, money):
    return {
        "claim": claim,
        "entry": entry,
        "kind": kind,
        "amount": money.amount,
        "currency": money.currency,
        "euros": in_euros(money).amount,
        "month": datetime.now(timezone.utc).strftime("%Y-%m"),
    }
