"""Prices: by season, with the tourist tax, in the guest's currency. Always Decimal."""
import json
import os
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from boto3.dynamodb.conditions import Key

from lambdas.core.days import nights
from lambdas.core.store import rows

DEPOSIT = Decimal("0.3")
TAXED_NIGHTS = 7
SMALLEST = {"JPY": Decimal(1)}


@lru_cache(maxsize=None)
def rates() -> dict[str, Decimal]:
    return {currency: Decimal(rate) for currency, rate in json.loads(os.environ["RATES"]).items()}


@dataclass(frozen=True)
class Price:
    rent: Decimal
    tax: Decimal
    currency: str = "EUR"

    @property
    def total(self) -> Decimal:
        return self.rent + self.tax

    @property
    def deposit(self) -> Decimal:
        return rounded(self.total * DEPOSIT, self.currency)

    def to(self, currency: str) -> "Price":
        """The same price in another currency; KeyError if we have no rate."""
        rate = rates()[currency] / rates()[self.currency]
        return Price(rounded(self.rent * rate, currency), rounded(self.tax * rate, currency), currency)


def rounded(amount: Decimal, currency: str) -> Decimal:
    return amount.quantize(SMALLEST.get(currency, Decimal("0.01")), rounding=ROUND_HALF_UP)


def seasons(flat: str) -> list[tuple[str, Decimal]]:
    """[(first day, price of a night)], the oldest first."""
    found = rows(KeyConditionExpression=Key("pk").eq(f"flat#{flat}") & Key("sk").begins_with("season#"))
    return [(row["sk"].removeprefix("season#"), row["price"]) for row in found]


def night_price(day: date, table: list[tuple[str, Decimal]]) -> Decimal:
    prices = [price for first, price in table if first <= day.isoformat()]
    if not prices:
        raise LookupError(f"no price for {day}")
    return prices[-1]


def price(flat: dict, arrive: date, leave: date, guests: int) -> Price:
    table = seasons(flat["pk"].removeprefix("flat#"))
    days = nights(arrive, leave)
    rent = sum((night_price(day, table) for day in days), Decimal(0))
    tax = flat["tax"] * guests * min(len(days), TAXED_NIGHTS)
    return Price(rounded(rent, "EUR"), rounded(tax, "EUR"))
