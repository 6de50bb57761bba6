"""Amounts in Decimal, in cents at the end."""
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
BRACKETS = ((Decimal("1000"), Decimal("0")), (Decimal("2500"), Decimal("0.18")), (None, Decimal("0.32")))


def rounded(amount):
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def tax(gross):
    """The tax of a month's gross: each bracket taxes what is above the one before it."""
    total, below = Decimal(0), Decimal(0)
    for limit, rate in BRACKETS:
        top = gross if limit is None else min(gross, limit)
        if top > below:
            total += (top - below) * rate
            below = top
    return rounded(total)


def cents(amount):
    return int(rounded(amount) * 100)
