"""What parking costs."""
import math
import os
from datetime import datetime
from decimal import Decimal

FREE_MINUTES = int(os.environ["FREE_MINUTES"])


def fee(entered, left, rate):
    """The fee for each hour begun, from the first text of a time to a datetime."""
    minutes = (left - datetime.fromisoformat(entered)).total_seconds() / 60
    if minutes <= FREE_MINUTES:
        return Decimal("0.00")
    return (math.ceil(minutes / 60) * rate).quantize(Decimal("0.01"))
