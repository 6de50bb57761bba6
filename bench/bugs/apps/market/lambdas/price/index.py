"""The price of lines: {"lines": [{"price": "12.50", "quantity": 2}], "coupon": null} gives {"net", "vat", "total"}.

infra: {}
"""
import os
from datetime import datetime, timezone
from decimal import ROUND_HALF_UP, Decimal

from lambdas.shop.store import table

CENT = Decimal("0.01")
VAT = Decimal(os.environ["VAT"])


def handler(event, context):
    net = sum((Decimal(line["price"]) * line["quantity"] for line in event["lines"]), Decimal(0))
    if event.get("coupon"):
        net -= net * percent(event["coupon"]) / 100
    net = net.quantize(CENT, rounding=ROUND_HALF_UP)
    vat = (net * VAT).quantize(CENT, rounding=ROUND_HALF_UP)
    return {"net": str(net), "vat": str(vat), "total": str(net + vat)}


def percent(code):
    """What a coupon takes off; nothing if there is no such coupon, or its last day was before today."""
    row = table.get_item(Key={"pk": f"coupon#{code}", "sk": "coupon"}).get("Item")
    today = datetime.now(timezone.utc).date().isoformat()
    return row["percent"] if row and row["until"] >= today else Decimal(0)
