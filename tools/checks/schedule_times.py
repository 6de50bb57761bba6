"""Times of schedules that the scheduler refuses or reads as UTC, and months and days beyond the last one."""
import ast
import re
from typing import Any

from checks.check import Check, Finding, Findings, Subject, pitfalls_of
from checks.local_times import LOCAL, zone_of
from checks.syntax import base_name, bindings, keywords, method_name
from interpreter.sources import called_name, every_node, functions, nodes_of

# What shows that a file knows of 29 February, and that a day is not any day but the first of a month.
OF_LEAP = re.compile(r"\b(?:ValueError|Exception)\b|isleap|monthrange|relativedelta|\b2[89]\b")
FIRST = re.compile(r"(?i)day=|first|begin|start|month|quarter|new_?year|, 1\)")
PART_OF_FIRST = re.compile(r"(?i)day=|month|first|-01|, 1\)|%Y-%m(?!-)")  # in the expression of such a day
DAYS = {"today", "now", "utcnow", "fromisoformat", "strptime", "fromtimestamp"}  # which return any day
LAST = {"month": 12, "day": 31, "hour": 23, "minute": 59}


def mistaken_times(subject: Subject) -> Findings:
    """ScheduleExpression=f"at({time})" with a local time, or with isoformat() of one with a zone."""
    for path in subject.python_files:
        if "ScheduleExpression" in subject.sources.text(path):
            tree, zones = subject.tree(path), {}
            for node in tree.body:
                for alias in node.names if isinstance(node, ast.ImportFrom) else ():
                    module = f"{node.module}.{alias.name}".replace(".", "/") + ".py"
                    values = bindings(subject.tree(module).body) if module in subject.files else {}
                    zones |= {f"{alias.asname or alias.name}.{name}": value for name, value in values.items()}
            for line, message, hint in scheduled_times(tree, zones):
                yield Finding(path, line, message, hint, "ValidationException, or no error")


def scheduled_times(tree, zones):
    """Yields (line, message, hint) of such times. zones: {"model.ZONE": the node of its value}"""
    outer = {**bindings(tree.body), **zones}
    for function in functions(tree):
        names = {**outer, **bindings(every_node(function))}
        for node in nodes_of(function, ast.Call):
            parameters = keywords(node)
            text = parameters.get("ScheduleExpression")
            text = names.get(text.id) if isinstance(text, ast.Name) else text
            first = getattr(text.values[0], "value", "") if isinstance(text, ast.JoinedStr) and text.values else ""
            for part in text.values[1:2] if first == "at(" and isinstance(text, ast.JoinedStr) else ():
                value: Any = names.get(base_name(part)) or getattr(part, "value", None)
                is_iso = method_name(value) == "isoformat"
                time: Any = value.func.value if is_iso else getattr(part, "value", None)
                zone = zone_of(time, names)
                if is_iso and (zone or not value.keywords and not value.args and is_now(time, names)):
                    yield (node.lineno, "at() takes a time without a zone and fractions of a second",
                           f"f'at({{{ast.unparse(time)}:%Y-%m-%dT%H:%M:%S}})'")
                elif zone == LOCAL and "ScheduleExpressionTimezone" not in parameters and None not in parameters:
                    yield (node.lineno, "the scheduler takes this time of a local zone for one of UTC",
                           "datetime.now(timezone.utc), or ScheduleExpressionTimezone='Europe/Berlin'")


def is_now(node, names):
    """Whether an expression is made of the current time, which has fractions of a second."""
    node = names.get(getattr(node, "id", "")) or node
    return any(part.attr in ("now", "utcnow", "today") for part in nodes_of(node, ast.Attribute)) and not any(
        "microsecond" in keywords(call) for call in nodes_of(node, ast.Call))


def beyond_the_last(tree):
    """Yields pitfalls of now.replace(month=now.month + 1), and of date(now.year, now.month + 1, 1)."""
    for function in functions(tree):
        calls = [node for node in nodes_of(function, ast.Call) if called_name(node) in ("replace", "date", "datetime")]
        text = ast.unparse(function) if calls else ""
        names = {**bindings(tree.body), **bindings(every_node(function))} if calls else {}
        for node in calls:
            name = called_name(node)
            values = keywords(node)
            values |= dict(zip(("year", "month", "day"), node.args)) if name in ("date", "datetime") else {}
            for part, last in LAST.items():
                value = values.get(part)
                moment: Any = getattr(value, "left", None)
                if isinstance(value, ast.BinOp) and isinstance(value.op, (ast.Add, ast.Sub)) \
                        and getattr(moment, "attr", "") == part and isinstance(value.right, ast.Constant) \
                        and not examined(text, part, last) and may_be_last(part, moment.value, names):
                    sign = "+" if isinstance(value.op, ast.Add) else "-"
                    yield ["beyond", node.lineno, f"{ast.unparse(value)} is no {part} at the "
                           f"{'end' if sign == '+' else 'begin'} of the {OUTER[part]}",
                           f"day.replace(day=28) {sign} timedelta(days=...), and .replace(day=1)" if part == "month"
                           else f"{ast.unparse(moment.value)} {sign} timedelta({part}s={ast.unparse(value.right)})"]


def leap_days(tree):
    """Yields pitfalls of day.replace(year=day.year + 1), and of date(day.year + 1, day.month, day.day), of any day:
    most years have no 29 February."""
    handled = bool(OF_LEAP.search(ast.unparse(tree)))
    for function in functions(tree) if not handled else ():
        names = {**bindings(tree.body), **bindings(every_node(function))}
        for node in nodes_of(function, ast.Call):
            value, day = later_year(node)
            if value is not None and day is not None and ast.unparse(value.left) == f"{ast.unparse(day)}.year":
                origin = names.get(getattr(day, "id", "")) or day
                if is_any_day(day, names) or not comes_from_day(day, names) and not FIRST.search(
                        f"{ast.unparse(day)} {ast.unparse(origin)}"):
                    yield ["leap", node.lineno, f"{ast.unparse(node)} raises for a 29 February",
                           "catch ValueError, and replace(year=..., day=28) there"]


def may_be_last(part, moment, names):
    """Whether a time may be the last, or first, of its part: "month", "day". names: as bindings()"""
    origin = names.get(getattr(moment, "id", "")) or moment
    if part == "day" and PART_OF_FIRST.search(ast.unparse(origin)):
        return False
    return part == "month" or is_now(moment, names) or part == "day" and comes_from_day(moment, names)


def comes_from_day(day, names):
    """Whether the value of a name is made of the date of a clock, or of a text. names: as bindings()"""
    origin = names.get(getattr(day, "id", ""))
    return origin is not None and any(called_name(call) in DAYS for call in nodes_of(origin, ast.Call))


def is_any_day(day, names):
    """Whether the value of a name may be any day of a month for certain. names: as bindings()"""
    return comes_from_day(day, names) and not PART_OF_FIRST.search(ast.unparse(names[day.id]))


def later_year(call):
    """(the new year, the day) of day.replace(year=day.year + 1) and of date(day.year + 1, day.month, day.day);
    (None, None) of other calls"""
    values = keywords(call)
    day = getattr(call.func, "value", None)
    if called_name(call) != "replace":
        values |= dict(zip(("year", "month", "day"), call.args)) if called_name(call) in ("date", "datetime") else {}
        days = {ast.unparse(values[part].value) for part in ("month", "day") if part in values and isinstance(
            values[part], ast.Attribute) and values[part].attr == part}
        day = values["day"].value if len(days) == 1 and {"month", "day"} <= values.keys() and all(
            isinstance(values[part], ast.Attribute) for part in ("month", "day")) else None
    elif values.keys() != {"year"}:
        return None, None
    year = values.get("year")
    return (year, day) if isinstance(year, ast.BinOp) else (None, None)


OUTER = {"month": "year", "day": "month", "hour": "day", "minute": "hour"}


def examined(text, part, last):
    """Whether the text of a function tests the part, computes its rest, or handles the error."""
    return bool(re.search(rf"% {last}\b|% {last + 1}\b|divmod|monthrange|ValueError|\.{part} ([=!<>]=|[<>]|in) ", text))


AT = "from datetime import datetime, timezone\nfrom zoneinfo import ZoneInfo\n\n\ndef handler(event, context):\n" \
    "    at = datetime.now(%s)\n    print(timezone, ZoneInfo)\n" \
    "    boto3.client('scheduler').update_schedule(**event['schedule'], FlexibleTimeWindow={'Mode': 'OFF'}, " \
    "ScheduleExpression=f'at({%s})')"
AT = AT.replace("**event['schedule'], ", "Name='a', Target=event['target'], ")
NEXT = "import datetime\n\n\ndef handler(event, context):\n    today = datetime.date.today()\n    return str(%s)"
YEAR = "from datetime import date\n\n\ndef handler(event, context):\n    day = date.fromisoformat(event['day'])\n" \
    "    %s\n    return str(end)"
PITFALLS = [(("month", "day", "hour", "minute"), beyond_the_last), (("replace(year", ".year "), leap_days)]
CHECKS = [
    Check("P148", "A time of a schedule that is not meant",
          "ValidationException, or a schedule that runs hours late: at() takes yyyy-mm-ddThh:mm:ss, in UTC without "
          "ScheduleExpressionTimezone.",
          "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#one-time",
          AT % ("timezone.utc", "at.isoformat()"), AT % ("timezone.utc", "at:%Y-%m-%dT%H:%M:%S"),
          mistaken_times),
    Check("P149", "A month after December",
          "ValueError: month must be in 1..12, in one month of the year.",
          "https://docs.python.org/3/library/datetime.html#datetime.date.replace",
          NEXT % "today.replace(day=1, month=today.month + 1)",
          NEXT % "(today.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)",
          pitfalls_of("beyond", "ValueError: month must be in 1..12")),
    Check("P178", "29 February in another year",
          "ValueError: day is out of range for month, for one day in four years.",
          "https://docs.python.org/3/library/datetime.html#datetime.date.replace",
          YEAR % "end = day.replace(year=day.year + 1)", YEAR % "end = date(day.year + 1, day.month, 1)",
          pitfalls_of("leap", "ValueError: day is out of range for month")),
]
