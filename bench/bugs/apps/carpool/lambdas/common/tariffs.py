"""What a trip costs."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

CENT = Decimal("0.01")


class Size(str, Enum):
    SMALL = "small"
    VAN = "van"


@dataclass(frozen=True)
class Tariff:
    hour: Decimal
    km: Decimal
    free_km: int = 0

    def price(self, duration: timedelta, km: Decimal) -> Decimal:
        """The price of a trip: begun half hours, and kilometres above the free ones."""
        halves = -(-duration // timedelta(minutes=30))
        paid_km = max(km - self.free_km, Decimal(0))
        total = self.hour * halves / 2 + self.km * paid_km
        return total.quantize(CENT, rounding=ROUND_HALF_UP)


TARIFFS = {
    Size.SMALL: Tariff(hour=Decimal("2.50"), km=Decimal("0.32")),
    Size.VAN: Tariff(hour=Decimal("4"), km=Decimal("0.45"), free_km=10),
}


def tariff_of(car: dict) -> Tariff:
    return TARIFFS[Size(car.get("tariff", "small"))]


def parsed(text: str) -> datetime:
    """A moment with its zone; the rows have UTC."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no zone")
    return moment
