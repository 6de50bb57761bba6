"""Rates and crons of `timer`, and the problems for which EventBridge would refuse one.

docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html
"""
import re

RATE = re.compile(r"([1-9][0-9]{0,5}) (second|minute|hour|day)(s?)")
MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()
DAYS = "SUN MON TUE WED THU FRI SAT".split()
# name, least, most, names of its numbers (the first is `least`), regular expression of its other values
FIELDS = [
    ("minutes", 0, 59, [], r"(?!)"),
    ("hours", 0, 23, [], r"(?!)"),
    ("day of month", 1, 31, [], r"\?|L|LW|([1-9]|[12][0-9]|3[01])W"),
    ("month", 1, 12, MONTHS, r"(?!)"),
    ("day of week", 1, 7, DAYS, r"\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5])"),
    ("year", 1970, 2199, [], r"(?!)"),
]
ORDER = "minutes hours day-of-month month day-of-week year, e.g. 0 9 ? * MON-FRI *"


def rate_problem(rate: str) -> str | None:
    """The problem of a rate, or None. The unit of 1 is singular, of any other number plural."""
    match = RATE.fullmatch(rate)
    if not match:
        return f"{rate!r} is not a number and a unit"
    number, unit, plural = match.groups()
    if (number == "1") == bool(plural):
        return f"write {number} {unit}{'' if number == '1' else 's'}"
    if unit == "second" and 60 % int(number):
        return f"{number} seconds do not divide a minute"
    if rate == "60 seconds":
        return "write 1 minute"
    return None


def seconds(rate: str) -> int | None:
    """10 for "10 seconds"; None for a minute and more, which EventBridge itself supports."""
    match = RATE.fullmatch(rate)
    return int(match[1]) if match and match[2] == "second" else None


def cron_problem(cron: str) -> str | None:
    """Why EventBridge would refuse cron(...), or None."""
    fields = cron.split()
    if len(fields) != len(FIELDS):
        return f"{cron!r} has {len(fields)} fields, not six"
    for text, field in zip(fields, FIELDS):
        problem = field_problem(text, *field)
        if problem:
            return problem
    if (fields[2] == "?") == (fields[4] == "?"):
        return "one of day of month and day of week must be ?, and not both"
    return None


def field_problem(text: str, name: str, least, most, value_names, special) -> str | None:
    """The problem of one field of a cron, or None: a list of `*`, 5, 5-9, MON-FRI, each perhaps with /2."""
    number = {value_name: least + at for at, value_name in enumerate(value_names)}
    for part in text.split(","):
        if re.fullmatch(special, part) and part == text:
            continue
        span, slash, step = part.partition("/")
        ends = ["0"] if span == "*" else span.split("-")
        values = [number.get(end, int(end) if re.fullmatch(r"[0-9]{1,4}", end) else -1) for end in ends]
        inside = span == "*" or len(ends) <= 2 and all(least <= value <= most for value in values)
        if not inside or slash and not re.fullmatch(r"[1-9][0-9]{0,3}", step):
            return f"{text!r} is no {name}"
    return None
