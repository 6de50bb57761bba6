"""When a schedule of EventBridge fires next: rate(...), cron(...), at(...). Pure.

In cron, a local time that a change to summer time skips does not fire, and one that occurs twice fires once.
"""
from calendar import monthrange
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from aws.events import schedules

_SEARCH_YEARS = 30  # February 29 on a given weekday comes once in 28 years
_MINUTES, _HOURS, _MONTH_DAYS, _MONTHS, _WEEKDAYS, _YEARS = schedules.FIELDS


def next_fire(expression, after, began=0.0, zone="UTC"):
    """The first moment later than `after` (epoch seconds), or None if there is none.

    began  the start of a rate's periods: the creation time of its schedule
    zone   of cron and at: "Europe/Rome"
    Raises ValueError for an invalid expression.
    """
    kind, text = schedules.split(expression)
    if kind == "rate":
        number, unit, _plural = schedules.rate_parts(text)
        period = number * schedules.UNITS[unit]
        return began + (int((after - began) // period) + 1) * period
    if kind == "at":
        moment = schedules.at_time(text).replace(tzinfo=ZoneInfo(zone)).timestamp()
        return moment if moment > after else None
    return _next_cron(schedules.cron_fields(text.upper()), after, ZoneInfo(zone))


def _next_cron(parts, after, zone):
    """The first moment of the six fields later than `after`, or None within _SEARCH_YEARS."""
    start = datetime.fromtimestamp(after, zone)
    minutes, hours = schedules.numbers(parts[0], _MINUTES), schedules.numbers(parts[1], _HOURS)
    months, years = schedules.numbers(parts[3], _MONTHS), schedules.numbers(parts[5], _YEARS)
    for year in range(start.year, start.year + _SEARCH_YEARS):
        for month in (months if year in years else ()):
            if (year, month) < (start.year, start.month):
                continue
            for day in _days(parts[2], parts[4], year, month):
                if (year, month, day) < (start.year, start.month, start.day):
                    continue
                moment = _first(year, month, day, hours, minutes, zone, after)
                if moment:
                    return moment
    return None


def _first(year, month, day, hours, minutes, zone, after):
    """The first moment of a day at one of these hours and minutes (both sorted) that is later than `after`; None
    without one. A time that summer time skips is no moment."""
    for hour in hours:
        for minute in minutes:
            local = datetime(year, month, day, hour, minute, tzinfo=zone)
            moment = local.timestamp()
            existing = datetime.fromtimestamp(moment, timezone.utc).astimezone(zone)
            if moment > after and (existing.hour, existing.minute) == (hour, minute):
                return moment
    return None


def _days(days, weekdays, year, month):
    """The days of that month on which the expression fires, in order."""
    last = monthrange(year, month)[1]
    if weekdays == "?":
        matching = {day for part in days.split(",") for day in _month_days(part, year, month, last)}
    else:
        matching = {day for part in weekdays.split(",") for day in _weekdays(part, year, month, last)}
    return sorted(matching)


def _month_days(part, year, month, last):
    """The days of the month of "15", "1-5", "*/2", "L" (last), "15W" (the working day nearest), "LW"."""
    if part in ("L", "LW"):
        return [_working_day(last, year, month, last) if "W" in part else last]
    if part.endswith("W"):
        day = int(part[:-1])
        return [_working_day(day, year, month, last)] if day <= last else []
    return [day for day in schedules.numbers(part, _MONTH_DAYS) if day <= last]


def _working_day(day, year, month, last):
    """The nearest Monday to Friday within the month."""
    weekday = _weekday(year, month, day)
    if weekday == 7:
        return day - 1 if day > 1 else day + 2
    if weekday == 1:
        return day + 1 if day < last else day - 2
    return day


def _weekdays(part, year, month, last):
    """The days of the month of "2-6", "L" (Saturday), "6L" (the last Friday), "3#2" (the second Tuesday)."""
    if "#" in part:
        name, _, count = part.partition("#")
        matching = _days_of(schedules.numbers(name, _WEEKDAYS), year, month, last)
        return matching[int(count) - 1:int(count)]
    if part.endswith("L") and part != "L":
        return _days_of(schedules.numbers(part[:-1], _WEEKDAYS), year, month, last)[-1:]
    return _days_of([7] if part == "L" else schedules.numbers(part, _WEEKDAYS), year, month, last)


def _days_of(weekdays, year, month, last):
    """The days of the month that fall on those weekdays (1 to 7)."""
    return [day for day in range(1, last + 1) if _weekday(year, month, day) in weekdays]


def _weekday(year, month, day):
    """The number of a day of the week as AWS counts: 1 for Sunday to 7 for Saturday."""
    return datetime(year, month, day).isoweekday() % 7 + 1
