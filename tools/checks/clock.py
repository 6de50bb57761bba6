"""The times of timers: hours that Lambda's clock, which is UTC, does not show; days, and times that have passed."""
import ast
import datetime
import itertools
import operator
import re
import zoneinfo
from collections.abc import Callable

from aws.events import schedules
from checks.check import Check, Finding, Findings, Subject, finding
from interpreter.plain import options, variable
from interpreter.sources import assignments, functions, identifiers, nodes_of
from kit.schema import line_of, nearest
from recipes.timer import expression

# Calls whose hour is of UTC on Lambda, as Python writes them.
NOW = re.compile(r"((datetime\.)?datetime\.(now\(\)|utcnow\(\)|today\(\)|now\((tz=)?(datetime\.)?(timezone\.utc|UTC)\))"
                 r"\.hour|time\.(localtime|gmtime)\(\)\.tm_hour)$")
OPERATORS: dict[type[ast.cmpop], Callable] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Eq: operator.eq,
             ast.NotEq: operator.ne, ast.In: lambda first, second: first in second,
             ast.NotIn: lambda first, second: first not in second}
# Ranges of working days and weekends by Unix's numbers: (the days that EventBridge takes, those of Unix)
UNIX_DAYS = {"1-5": ("SUN-THU", "MON-FRI"), "1,2,3,4,5": ("SUN-THU", "MON-FRI"), "1-6": ("SUN-FRI", "MON-SAT"),
             "6,7": ("FRI,SAT", "SAT,SUN"), "6-7": ("FRI,SAT", "SAT,SUN")}
# Where the week begins on Sunday, and 1-5 is what it says.
FRIDAY_OFF = frozenset("""Africa/Algiers Africa/Cairo Africa/Khartoum Africa/Tripoli Asia/Aden Asia/Amman Asia/Baghdad
    Asia/Bahrain Asia/Damascus Asia/Dhaka Asia/Jerusalem Asia/Kabul Asia/Kathmandu Asia/Kuwait Asia/Muscat Asia/Qatar
    Asia/Riyadh Asia/Tehran Asia/Tel_Aviv Israel""".split())
YEARS = re.compile(r"\d{4}([,-]\d{4})*")  # of cron
FIELD = re.compile(r"\d+(-\d+)?(,\d+(-\d+)?)*$")


def idle_hours(subject: Subject) -> Findings:
    """Tests of the hour that are true, or false, whenever the timer invokes the lambda: then it never does its work."""
    for name, fn in subject.lambdas:
        hours = hours_of(fn["infra"].get("timer", {}).get("cron"))
        invoked = hours and ("function", name) in subject.users
        for node, body in hour_tests(subject.tree(fn["path"])) if hours and not invoked else ():
            results = {is_true(node, hour) for hour in hours}
            ends = isinstance(body[-1], (ast.Return, ast.Raise))
            if results == {ends} and len(results) == 1:
                yield Finding(fn["path"], node.lineno, "the timer invokes the lambda at "
                              f"{', '.join(str(hour) for hour in hours)} h UTC, and Lambda's clock is UTC: the "
                              f"condition is always {'true' if ends else 'false'}",
                              "datetime.now(ZoneInfo('Europe/Berlin')).hour",
                              "no error: the lambda never does this work")


def hours_of(cron):
    """[hour] at which a timer's cron expression invokes the lambda; [] if it is every hour, or there is none."""
    parts = str(cron or "").split()
    field = parts[1] if len(parts) > 1 and FIELD.match(parts[1]) else ""
    hours = []
    for part in field.split(",") if field else ():
        first, _dash, last = part.partition("-")
        hours += range(int(first), int(last or first) + 1)
    return hours


def hour_tests(tree):
    """Yields (test, body) of each `if` without an else that tests only the clock's hour; the test has the name
    `hour_of_lambda` in its place."""
    for function in functions(tree):
        values = dict(assignments(nodes_of(function, ast.Assign)))
        for node in nodes_of(function, ast.If):
            if not node.orelse and isinstance(node.test, (ast.Compare, ast.UnaryOp)):
                test = Hours(values).visit(ast.parse(ast.unparse(node.test), mode="eval").body)
                names = identifiers(test)
                if names == {"hour_of_lambda"} and not nodes_of(test, ast.Call):
                    yield ast.copy_location(test, node.test), node.body


class Hours(ast.NodeTransformer):
    """Puts the name `hour_of_lambda` in the place of the clock's hour. values: {name: node of its value}"""

    def __init__(self, values):
        self.values = values

    def visit_Attribute(self, node):
        """`hour_of_lambda` for datetime.now().hour, or now.hour if `now` is in values; else the node itself."""
        owner = self.values.get(getattr(node.value, "id", ""), node.value)
        text = f"{ast.unparse(owner)}.{node.attr}"
        return ast.Name("hour_of_lambda", ast.Load()) if NOW.match(text) else node

    def visit_Name(self, node):
        """hour = datetime.now().hour"""
        value = self.values.get(node.id)
        return self.visit_Attribute(value) if isinstance(value, ast.Attribute) else node


def is_true(test, hour):
    """The result of a test at an hour: a bool; None if it cannot be computed."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        result = is_true(test.operand, hour)
        return None if result is None else not result
    if not isinstance(test, ast.Compare):
        return None
    sides = [value_of(side, hour) for side in (test.left, *test.comparators)]
    try:
        return all(OPERATORS[kind.__class__](first, second) for kind, first, second in zip(test.ops, sides, sides[1:]))
    except (TypeError, KeyError):
        return None


def value_of(node, hour):
    """The value of a constant, of a sequence of constants, or of the clock's hour; None of other expressions."""
    if isinstance(node, ast.Name):
        return hour
    parts = getattr(node, "elts", None)
    return getattr(node, "value", None) if parts is None else [value_of(part, hour) for part in parts]


def unknown_zones(subject: Subject) -> Findings:
    """Names of time zones that no time zone has, also those of app.yaml."""
    for _name, note in subject.notes("zone"):
        variable_ = variable(note["name"])
        configured = subject.settings["env"].get(variable_) if variable_ else note["name"]
        values = configured.values() if isinstance(configured, dict) and variable_ else [configured]
        for value in values:
            if isinstance(value, str) and (problem := schedules.zone_problem(value)):
                path, line = (subject.settings["path"], line_of(subject.settings["lines"], f"env.{variable_}")) \
                    if variable_ else (note["file"], note["line"])
                yield Finding(path, line, problem,
                              nearest(value, schedules.zones(), 0.7),
                              f"zoneinfo.ZoneInfoNotFoundError: 'No time zone found with key {value}'")


def numbered_days(subject: Subject) -> Findings:
    """Days of the week of a cron expression by the numbers of Unix, whose Monday is 1, in timers and schedules."""
    timers = [(fn, fn["infra"]["timer"]) for _name, fn in subject.lambdas
              if "cron" in fn["infra"].get("timer", {})]
    crons = [(fn["path"], line_of(fn["lines"], "timer.cron"), f"cron({timer['cron']})", timer.get("zone"))
             for fn, timer in timers]
    crons += [(call["file"], call["line"], value, call["args"].get("ScheduleExpressionTimezone"))
              for service in ("events", "scheduler")
              for _name, call in subject.calls(service) for value in options(call["args"].get("ScheduleExpression"))
              if isinstance(value, str) and value.startswith("cron(")]
    for path, line, cron, zone in crons:
        field = (cron[5:-1].split() + [""] * 6)[4]
        if field in UNIX_DAYS and not any(option in FRIDAY_OFF for option in options(zone)):
            days, meant = UNIX_DAYS[field]
            yield Finding(path, line, f"the days {field} are {days}: EventBridge counts from SUN, which is 1",
                          f"{meant}, or {days} if that is right", f"no error: it runs {days}, not {meant}")


DAYS_OF_MONTH = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}


def passed_times(subject: Subject) -> Findings:
    """Timers whose only time, or last year, is over, whose day no month has, or whose only time is skipped as summer
    time begins: nothing invokes the lambda. The last of schedules that code creates, too."""
    now = datetime.datetime.now(datetime.timezone.utc)
    for _name, fn in subject.lambdas:
        timer = fn["infra"].get("timer", {})
        zone, once = timer.get("zone", "UTC"), timer.get("once")
        _minute, _hour, days, months, _weekday, years = timer.get("cron", "* * * * * *").split()
        if re.fullmatch(r"\d+(,\d+)*", days) and min(map(int, days.split(","))) > max(
                DAYS_OF_MONTH.get(month, 31) for month in schedules.numbers(months, schedules.FIELDS[3])):
            yield Finding(fn["path"], line_of(fn["lines"], "timer.cron"), f"no month {months} has a day {days}: the "
                          "timer never invokes this", "L is the last day of a month")
        is_over = schedules.at_time(once).replace(tzinfo=zoneinfo.ZoneInfo(zone)) < now if once else \
            YEARS.fullmatch(years) and max(map(int, re.findall(r"\d+", years))) < now.year
        if is_over:
            passed = f"{once} in {zone}" if once else f"the year {years}"
            yield Finding(fn["path"], line_of(fn["lines"], "timer.once" if once else "timer.cron"),
                          f"{passed} has passed: the timer never invokes this",
                          "write a later time, or remove the timer")
        elif problem := schedules.skipped_problem(expression(timer), zone) if once or "cron" in timer else None:
            yield Finding(fn["path"], line_of(fn["lines"], "timer.once" if once else "timer.cron"), *problem)
    for _name, call in subject.calls("scheduler"):
        for text, zone in itertools.product(options(call["args"].get("ScheduleExpression")),
                                            options(call["args"].get("ScheduleExpressionTimezone"))):
            if isinstance(text, str) and isinstance(zone, str) and (problem := schedules.skipped_problem(text, zone)):
                yield finding(call, problem[0], problem[1], "no error")


REMIND = "infra:\n  timer: {cron: '0 15 * * ? *'}\n---\nfrom datetime import datetime\n" \
    "from zoneinfo import ZoneInfo\n\n\ndef handler(event, context):\n" \
    "    if datetime.now(%s).hour < 16:\n        return\n    print(ZoneInfo, 'remind')"
ZONE = "from datetime import datetime\nfrom zoneinfo import ZoneInfo\n\n\ndef handler(event, context):\n" \
    "    return datetime.now(ZoneInfo('%s')).isoformat()"
WEEKDAYS = "infra:\n  timer: {cron: '0 7 ? * %s *'}\n---\nprint('working day')"
CHECKS = [
    Check("P135", "A timer whose time has passed, or never comes",
          "A schedule that exists does nothing, and EventBridge Scheduler does not accept a new one whose time has "
          "passed.",
          "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#one-time",
          "infra:\n  timer: {once: 2020-01-31T09:00}\n---\nprint('launch')",
          "infra:\n  timer: {once: 2199-01-31T09:00}\n---\nprint('launch')", passed_times),
    Check("P131", "Days of the week by the numbers of Unix",
          "The timer runs on other days: EventBridge's numbers begin with SUN, which is 1. Names mean the same "
          "everywhere.",
          "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html",
          WEEKDAYS % "1-5", WEEKDAYS % "MON-FRI", numbered_days),
    Check("P128", "An hour that Lambda's clock does not show when the timer invokes",
          "Lambda's clock is UTC, as the hours of cron are: the condition has the same result in each invocation.",
          "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
          REMIND % "", REMIND % "ZoneInfo('Europe/Berlin')", idle_hours),
    Check("P129", "A time zone that does not exist",
          "ZoneInfoNotFoundError when the line runs.",
          "https://docs.python.org/3/library/zoneinfo.html#zoneinfo.ZoneInfoNotFoundError",
          ZONE % "Europe/Berln", ZONE % "Europe/Berlin", unknown_zones),
]
