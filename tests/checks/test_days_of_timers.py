"""Timers on other days than meant, and timers that never invoke their lambda."""

from tests.fixtures.cases import cases
from tests.fixtures.checks import problems

pytest_plugins = ["tests.fixtures.checks"]
TIMER = "infra:\n  timer: {cron: '0 7 ? * %s *'%s}\n---\nprint('a')"
SCHEDULE = "infra:\n  permissions: ['scheduler:CreateSchedule', 'iam:PassRole']\n---\n" \
    "boto3.client('scheduler').create_schedule(Name='a', GroupName='default', FlexibleTimeWindow={'Mode': 'OFF'}, " \
    "ScheduleExpression='cron(0 7 ? * %s *)', Target={'Arn': event['arn'], 'RoleArn': event['role']})"


@cases("code, expected", [
    (TIMER % ("1-5", ""), ["P131"]), (TIMER % ("6,7", ""), ["P131"]), (TIMER % ("1-5", ", zone: Europe/Oslo"), ["P131"]),
    (TIMER % ("1-5", ", zone: Asia/Jerusalem"), []), (TIMER % ("2-6", ""), []), (TIMER % ("SUN-THU", ""), []), (TIMER % ("2", ""), []), (TIMER % ("1,7", ""), []),
    (TIMER % ("7", ""), []), (SCHEDULE % "1-5", ["P131"]), (SCHEDULE % "MON-FRI", []),
])
def test_days_by_the_numbers_of_unix(finding_ids, code, expected):
    assert [id_ for id_ in finding_ids(code) if id_ == "P131"] == expected


@cases("timer, expected", [
    ("once: 2020-01-31T09:00", "2020-01-31T09:00:00 in UTC"), ("once: 2020-01-31T09:00, zone: Europe/Oslo", "2020-01-31T09:00:00 in Europe/Oslo"),
    ("once: 2199-01-31T09:00", None), ("cron: 0 9 ? * * 2020", "the year 2020"), ("cron: '0 9 ? * * 2020,2021'", "the year 2020,2021"),
    ("cron: 0 9 ? * * 2020-2199", None), ("cron: 0 9 ? * * 2020/2", None), ("cron: 0 9 ? * * *", None), ("rate: 1 hour", None)])
def test_a_time_that_has_passed(folder, monkeypatch, timer, expected):
    text = f'"""A.\n\ninfra:\n  timer: {{{timer}}}\n"""\n\n\ndef handler(event, context):\n    print(event)\n'
    found = problems(folder, monkeypatch, {"lambdas/a/index.py": text}, ["P135"])
    assert [(problem.line, problem.message) for problem in found] == (
        [(4, f"[P135] {expected} has passed: the timer never invokes this")] if expected else [])


SKIPPED = "the clock of Europe/Oslo never shows 2184-03-28T02:30:00: summer time begins, and it goes forward"


@cases("timer, expected", [
    ("once: '2184-03-28T02:30', zone: Europe/Oslo", [SKIPPED]), ("cron: 30 2 28 3 ? 2184, zone: Europe/Oslo", [SKIPPED]),
    ("cron: 30 2 28 MAR ? 2184, zone: Europe/Oslo", [SKIPPED]), ("cron: 30 2 28 3 ? 2184", []),
    ("cron: 30 2 28 3 ? *, zone: Europe/Oslo", []), ("cron: 30 2 L 3 ? 2184, zone: Europe/Oslo", []),
    ("once: '2184-03-28T02:30'", []), ("once: '2184-03-28T03:00', zone: Europe/Oslo", []),
    ("once: '2184-03-28T01:59:59', zone: Europe/Oslo", []), ("once: '2184-10-31T02:30', zone: Europe/Oslo", []),
    ("once: '9999-12-31T23:59', zone: America/New_York", []), ("once: '2184-03-28T02:30', zone: Asia/Tokyo", [])])
def test_a_time_that_the_clock_of_the_zone_skips(folder, monkeypatch, timer, expected):
    text = f'"""A.\n\ninfra:\n  timer: {{{timer}}}\n"""\n\n\ndef handler(event, context):\n    print(event)\n'
    found = problems(folder, monkeypatch, {"lambdas/a/index.py": text}, ["P135"])
    assert [(problem.line, problem.message) for problem in found] == [(4, f"[P135] {message}") for message in expected]
    assert [problem.hint for problem in found] == ["2184-03-28T03:30:00 or 2184-03-28T01:30:00"] * len(found)


@cases("expression, zone, expected", [
    ("at(2184-03-28T02:30:00)", "Europe/Oslo", ["P135"]), ("cron(30 2 28 3 ? 2184)", "Europe/Oslo", ["P135"]),
    ("at(2184-03-28T02:30:00)", "UTC", []), ("rate(1 day)", "Europe/Oslo", [])])
def test_a_schedule_of_code_at_a_time_that_the_clock_skips(finding_ids, expression, zone, expected):
    code = SCHEDULE.replace("cron(0 7 ? * %s *)'", f"{expression}', ScheduleExpressionTimezone='{zone}'")
    assert [id_ for id_ in finding_ids(code) if id_ == "P135"] == expected
