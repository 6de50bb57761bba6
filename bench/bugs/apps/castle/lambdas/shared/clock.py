"""Time: the castle lives in Vienna, its rows are in UTC."""
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

VIENNA = ZoneInfo("Europe/Vienna")


def now() -> datetime:
    return datetime.now(timezone.utc)


def today() -> date:
    return now().astimezone(VIENNA).date()


def slot_start(day: str, time: str) -> datetime:
    """When a slot begins, in Vienna."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=VIENNA)


def days_after(day: date, count: int) -> str:
    return (day + timedelta(days=count)).isoformat()
