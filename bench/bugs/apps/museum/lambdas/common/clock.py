"""Days and times in the museum's zone."""
import os
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

ZONE = ZoneInfo(os.environ["ZONE"])


def now():
    return datetime.now(timezone.utc)


def today():
    """The day in the museum, which is not always that in UTC."""
    return now().astimezone(ZONE).date()


def add_years(day, years):
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def at(day, clock):
    """The moment of a day and a time such as "10:30", in the museum's zone."""
    hours, minutes = clock.split(":")
    return datetime(day.year, day.month, day.day, int(hours), int(minutes), tzinfo=ZONE)


def days_until(day):
    return (date.fromisoformat(day) - today()) // timedelta(days=1)
