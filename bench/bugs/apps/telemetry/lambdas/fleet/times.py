"""Times: texts of ISO 8601 outside, datetimes in UTC inside."""
from datetime import datetime, timedelta, timezone


def now():
    """The present time, in UTC."""
    return datetime.now(timezone.utc)


def parsed(text):
    """"2026-05-01T12:00:00Z" as a datetime in UTC; ValueError for a text without its zone."""
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(f"{text} has no time zone")
    return time.astimezone(timezone.utc)


def hour_of(text):
    """"2026-05-01T12:34:56+00:00" -> "2026-05-01T12"."""
    return text[:13]


def yesterday(days=1):
    """The day before today, or some days before."""
    return (now() - timedelta(days=days)).date().isoformat()


def is_stale(text, minutes):
    """Whether a time is longer ago than these minutes."""
    return now() - parsed(text) > timedelta(minutes=minutes)
