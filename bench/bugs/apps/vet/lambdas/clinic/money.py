"""Sums in euros, always Decimal."""
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
VAT = Decimal("0.19")


def total(lines):
    """The price of an invoice's lines with VAT, in whole cents."""
    net = sum((line["price"] * line["quantity"] for line in lines), Decimal(0))
    return (net * (1 + VAT)).quantize(CENT, rounding=ROUND_HALF_UP)


def exact(value):
    """A number of an event as the Decimal that it looks like."""
    return Decimal(str(value))
