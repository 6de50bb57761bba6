"""Prices, with two rates of VAT."""
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum

CENT = Decimal("0.01")


class Rate(Enum):
    FOOD = Decimal("0.07")
    DRINK = Decimal("0.19")


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


@dataclass
class Bill:
    """The lines of a sale; prices have the VAT in them."""
    lines: list[tuple[str, int, Decimal, Rate]] = field(default_factory=list)

    def add(self, product: str, pieces: int, price: Decimal, rate: Rate) -> None:
        self.lines.append((product, pieces, price, rate))

    @property
    def total(self) -> Decimal:
        return cents(sum((pieces * price for _product, pieces, price, _rate in self.lines), Decimal(0)))

    def vat(self) -> dict[str, Decimal]:
        """The VAT of each rate."""
        sums: dict[Rate, Decimal] = {}
        for _product, pieces, price, rate in self.lines:
            sums[rate] = sums.get(rate, Decimal(0)) + pieces * price
        return {rate.name.lower(): cents(gross - gross / (1 + rate.value)) for rate, gross in sums.items()}
