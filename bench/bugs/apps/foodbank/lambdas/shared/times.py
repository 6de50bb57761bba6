"""Days of the food bank, in its own zone."""
import os
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

ZONE = ZoneInfo(os.environ["BANK_ZONE"])


def today() -> date:
    return datetime.now(ZONE).date()


def now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


def expiry(days: int) -> int:
    """The time of a row's deletion, in whole seconds."""
    return int((datetime.now(timezone.utc) + timedelta(days=days)).timestamp())


def monday(day: date) -> date:
    """The first day of the week."""
    return day - timedelta(days=day.weekday())
