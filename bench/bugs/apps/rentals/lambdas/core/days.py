"""Days and nights; a night has the date of its evening."""
import os
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOME = ZoneInfo(os.environ["HOME_ZONE"])
CHECK_IN = time(15, 0)
CHECK_OUT = time(11, 0)


def nights(arrive, leave):
    """The nights between two days, without that of the last."""
    return [arrive + timedelta(days=number) for number in range((leave - arrive).days)]


def today():
    return datetime.now(HOME).date()


def moment(day, clock):
    """A time of the clock at the flats, with its offset."""
    return datetime.combine(day, clock, tzinfo=HOME)


def day_of(text):
    """A day of the request; ValueError if it is none."""
    return date.fromisoformat(text)
