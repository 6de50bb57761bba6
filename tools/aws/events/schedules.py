"""Schedule expressions of EventBridge: the one grammar of rate, cron and at. Pure.

docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html (rules);
docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html (EventBridge Scheduler).
"""
import functools
import json
import re
from datetime import datetime, timedelta
from typing import NamedTuple

UNITS = {"minute": 60, "hour": 3600, "day": 86400}
VARIABLE = re.compile(r"<aws\.scheduler\.([a-z-]+)>")  # in the Input of a schedule of EventBridge Scheduler
ORDER = "minutes hours day-of-month month day-of-week year, e.g. 0 9 ? * MON-FRI *"


class Field(NamedTuple):
    """A field of cron."""

    name: str
    least: int
    most: int
    value_names: tuple = ()  # of its numbers; the first is `least`
    special: str = r"(?!)"  # regular expression of its values that are no numbers


MONTHS = tuple("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split())
DAYS = tuple("SUN MON TUE WED THU FRI SAT".split())
FIELDS = [
    Field("minutes", 0, 59),
    Field("hours", 0, 23),
    Field("day of month", 1, 31, special=r"\?|L|LW|([1-9]|[12][0-9]|3[01])W"),
    Field("month", 1, 12, MONTHS),
    Field("day of week", 1, 7, DAYS, r"\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5])"),
    Field("year", 1970, 2199),
]


def rate_parts(text, units=UNITS):
    """(5, "minute", "s") of "5 minutes". Raises ValueError for a text that is not a number and one of the units."""
    match = re.fullmatch(rf"([1-9][0-9]{{0,5}}) ({'|'.join(units)})(s?)", text)
    if not match:
        raise ValueError(f"{text!r} is not a number and a unit")
    return int(match[1]), match[2], match[3]


def rate_problem(text, units=UNITS):
    """The text of the problem of rate(text) in a rule, or None. The unit of 1 is singular, of other numbers plural."""
    try:
        number, unit, plural = rate_parts(text, units)
    except ValueError as error:
        return str(error)
    if (number == 1) == bool(plural):
        return f"write {number} {unit}{'' if number == 1 else 's'}"
    return None


def cron_fields(text):
    """[text] of the six fields of a cron. Raises ValueError for what EventBridge rejects."""
    fields = text.split()
    if len(fields) != len(FIELDS):
        raise ValueError(f"{text!r} has {len(fields)} fields, not six")
    for field_text, field in zip(fields, FIELDS):
        if not re.fullmatch(field.special, field_text.upper()):
            numbers(field_text, field)
    if (fields[2] == "?") == (fields[4] == "?"):
        raise ValueError("one of day of month and day of week must be ?, and not both")
    return fields


def cron_problem(text):
    """The text of the problem because of which no rule or schedule can have cron(text), or None."""
    try:
        cron_fields(text)
    except ValueError as error:
        return str(error)
    return None


def numbers(text, field):
    """The numbers of a field in order: a list of `*`, 5, 5-9, MON-FRI, each perhaps with /2. A range may wrap.

    Raises ValueError for any other text.
    """
    values = set()
    for part in text.split(","):
        span, slash, step = part.partition("/")
        ends = [_number(end, field) for end in span.split("-")] if span != "*" else [field.least, field.most]
        if len(ends) > 2 or None in ends or slash and not re.fullmatch(r"[1-9][0-9]{0,3}", step):
            raise ValueError(f"{text!r} is no {field.name}")
        first, last = ends[0], ends[1] if len(ends) > 1 else field.most if slash else ends[0]
        span_values = [*range(first, last + 1)] if first <= last else \
            [*range(first, field.most + 1), *range(field.least, last + 1)]
        values.update(span_values[::int(step or 1)])
    return sorted(values)


def _number(text, field):
    """The number of "5" or "MON" in a field, None for a text outside the limits of the field."""
    if text.upper() in field.value_names:
        return field.least + field.value_names.index(text.upper())
    number = int(text) if re.fullmatch(r"[0-9]{1,4}", text) else -1
    return number if field.least <= number <= field.most else None


def at_time(text):
    """The local time of "2026-03-01T12:00:00", the only form that at() accepts. Raises ValueError."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}", text):
        raise ValueError(f"{text!r} is not a time like 2026-03-01T12:00:00")
    return datetime.fromisoformat(text)


@functools.cache
def zones():
    """{name} of the time zones of this machine's database, read once; empty where the machine has none."""
    import zoneinfo  # 2 ms, which few tools need
    return frozenset(zoneinfo.available_timezones())


def zone_problem(zone):
    """The text of the problem of a time zone, or None."""
    return f"there is no time zone {zone!r}" if zones() and zone not in zones() else None


def is_skipped(moment, zone):
    """Whether the clock of a time zone never shows a local time, because summer time begins then.

    moment  a datetime without a zone
    docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
    """
    import zoneinfo  # as in zones()
    there = moment.replace(tzinfo=zoneinfo.ZoneInfo(zone))
    utc = zoneinfo.ZoneInfo("UTC")
    return FIELDS[5].least <= moment.year <= FIELDS[5].most and there.astimezone(utc).astimezone(
        there.tzinfo).replace(tzinfo=None) != moment


def skipped_problem(expression, zone):
    """(message, hint) of at(...), or a cron of one time, that the clock of a time zone never shows; else None."""
    try:
        kind, text = split(expression)
        moment = at_time(text) if kind == "at" else only_time(text) if kind == "cron" else None
    except ValueError:
        return None
    if moment is None or zone_problem(zone) or not zones() or not is_skipped(moment, zone):
        return None
    return (f"the clock of {zone} never shows {moment:%Y-%m-%dT%H:%M:%S}: summer time begins, and it goes forward",
            f"{moment + timedelta(hours=1):%Y-%m-%dT%H:%M:%S} or {moment - timedelta(hours=1):%Y-%m-%dT%H:%M:%S}")


def only_time(cron):
    """The only local time of a cron whose fields are all numbers, "30 2 28 3 ? 2027"; None of another. Raises
    ValueError."""
    minute, hour, day, month, _weekday, year = cron_fields(cron)
    values = [year, MONTHS.index(month.upper()) + 1 if month.upper() in MONTHS else month, day, hour, minute]
    if not all(str(value).isdigit() for value in values):
        return None
    years, months, days, hours, minutes = map(int, values)
    return datetime(years, months, days, hours, minutes)


def split(expression):
    """("rate", "5 minutes") of "rate(5 minutes)". Raises ValueError for any other form."""
    match = re.fullmatch(r"(rate|cron|at)\((.*)\)", expression)
    if not match:
        raise ValueError(f"{expression!r} is no schedule: rate(...), cron(...) or at(...)")
    return match.groups()


def rule_problem(expression):
    """The text of the problem because of which PutRule rejects a ScheduleExpression, or None."""
    try:
        kind, text = split(expression)
    except ValueError as error:
        return str(error)
    return {"rate": rate_problem, "cron": cron_problem}.get(kind, lambda _text: "rules have no at(...)")(text)


def schedule_problem(expression):
    """The text of the problem for which CreateSchedule rejects an expression, or None; rate(1 hours) is valid."""
    try:
        kind, text = split(expression)
        {"rate": rate_parts, "cron": cron_fields, "at": at_time}[kind](text)
    except ValueError as error:
        return str(error)
    return None


def request_problem(name, expression, zone, target):
    """The message of the ValidationException with which AWS rejects CreateSchedule or UpdateSchedule, or None.

    target  {"Arn", "RoleArn", "Input"?}: a function takes only JSON
    docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
    """
    if not re.fullmatch(r"[0-9a-zA-Z_.-]{1,64}", name):
        return (f"1 validation error detected: Value '{name}' at 'name' failed to satisfy constraint: Member must "
                "satisfy regular expression pattern: ^[0-9a-zA-Z-_.]{1,64}$")
    if schedule_problem(expression):
        return f"Invalid Schedule Expression {expression}."
    if zone and zone_problem(zone):
        return f"Invalid Schedule Expression Timezone {zone}."
    return None if ":lambda:" not in target["Arn"] or is_json(target.get("Input", "{}")) else \
        "Invalid RequestJson provided. Reason: the Input of a Lambda function is no JSON."


def filled(text, values):
    """The Input of a schedule with the values of its variables, {"scheduled-time": "2027-01-31T08:00:00Z"}."""
    return VARIABLE.sub(lambda match: values.get(match[1], match[0]), text)


def is_json(text):
    """Whether a text is JSON, after Scheduler has filled in its <aws.scheduler.attempt-number> and the like."""
    try:
        json.loads(VARIABLE.sub("0", text))
    except ValueError:
        return False
    return True
