"""When a schedule of EventBridge fires next: rate(...), cron(...), at(...). Pure.

docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html. In cron, a local time that a change
to summer time skips does not fire, and one that occurs twice fires once.
"""
import re
from calendar import monthrange
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

_UNITS = {"minute": 60, "hour": 3600, "day": 86400}
_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
_DAYS = "SUN MON TUE WED THU FRI SAT".split()
_SEARCH_YEARS = 30  # February 29 on a given weekday comes once in 28 years


def next_fire(expression, after, began=0.0, zone="UTC"):
    """The first moment later than `after` (epoch seconds), or None if there is none.

    began  the start of a rate's periods: the creation time of its schedule
    zone   of cron and at: "Europe/Rome"
    """
    kind, _, inside = expression.rstrip(")").partition("(")
    if kind == "rate":
        period = rate_seconds(inside)
        return began + (int((after - began) // period) + 1) * period
    if kind == "at":
        moment = datetime.fromisoformat(inside.strip()).replace(tzinfo=ZoneInfo(zone)).timestamp()
        return moment if moment > after else None
    if kind == "cron":
        return _next_cron(fields(inside), after, ZoneInfo(zone))
    raise ValueError(f"{expression!r} is no schedule: rate(...), cron(...) or at(...)")


def rate_seconds(text):
    """Seconds of "5 minutes"."""
    match = re.fullmatch(r"\s*([1-9]\d*) (minute|hour|day)s?\s*", text)
    if not match:
        raise ValueError(f"{text!r} is no rate: a number and minutes, hours or days")
    return int(match[1]) * _UNITS[match[2]]


def fields(text):
    """The six fields of a cron expression, split. Raises ValueError where AWS rejects them."""
    parts = text.split()
    if len(parts) == 5:
        parts.append("*")  # in EventBridge Scheduler the year is optional
    if len(parts) != 6:
        raise ValueError(f"cron({text}) has {len(parts)} fields, not 6: minute hour day month weekday year")
    if "?" not in (parts[2], parts[4]):
        raise ValueError(f"cron({text}): one of day and weekday must be ?")
    return parts


def _next_cron(parts, after, zone):
    """The first moment of the six fields later than `after`, or None within _SEARCH_YEARS."""
    start = datetime.fromtimestamp(after, zone)
    minutes, hours = _numbers(parts[0], 0, 59), _numbers(parts[1], 0, 23)
    months, years = _numbers(parts[3], 1, 12, _MONTHS), _numbers(parts[5], 1970, 2199)
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
    """The first moment of that day later than `after`, or None."""
    for hour in hours:
        for minute in minutes:
            local = datetime(year, month, day, hour, minute, tzinfo=zone)
            moment = local.timestamp()
            exists = datetime.fromtimestamp(moment, timezone.utc).astimezone(zone).hour == hour
            if moment > after and exists:
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
    return [day for day in _numbers(part, 1, 31) if day <= last]


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
        matching = _days_of(_numbers(name, 1, 7, _DAYS), year, month, last)
        return matching[int(count) - 1:int(count)]
    if part.endswith("L") and part != "L":
        return _days_of(_numbers(part[:-1], 1, 7, _DAYS), year, month, last)[-1:]
    return _days_of([7] if part == "L" else _numbers(part, 1, 7, _DAYS), year, month, last)


def _days_of(weekdays, year, month, last):
    """The days of the month that fall on those weekdays (1 to 7)."""
    return [day for day in range(1, last + 1) if _weekday(year, month, day) in weekdays]


def _weekday(year, month, day):
    """1 for Sunday to 7 for Saturday, as AWS counts."""
    return datetime(year, month, day).isoweekday() % 7 + 1


def _numbers(field, low, high, names=()):
    """The numbers of a field in order: "*", "5", "1-5", "0/15", "FRI-MON", "1,3". Ranges may wrap."""
    values = set()
    for part in field.split(","):
        span, _, step = part.partition("/")
        if span in ("*", "?", ""):
            numbers = list(range(low, high + 1))
        else:
            first, _, last = span.partition("-")
            start = _number(first, names)
            end = _number(last, names) if last else high if step else start
            wrapped = [*range(start, high + 1), *range(low, end + 1)]
            numbers = list(range(start, end + 1)) if start <= end else wrapped
        values.update(numbers[::int(step or 1)])
    if not values or min(values) < low or max(values) > high:
        raise ValueError(f"{field!r} is not within {low} to {high}")
    return sorted(values)


def _number(text, names):
    """A number, or the index from 1 of a name such as MON or jan."""
    return names.index(text.upper()) + 1 if text.upper() in names else int(text)
