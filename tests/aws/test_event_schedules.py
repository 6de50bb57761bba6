"""Schedule expressions: the grammar that timers, rules and EventBridge Scheduler share."""

from aws.events import schedules
from tests.fixtures.cases import cases


@cases("expression", [
    "rate(1 minute)", "rate(5 minutes)", "rate(1 hour)", "rate(24 hours)", "rate(7 days)",
    "cron(0 9 ? * MON-FRI *)", "cron(0/15 * * * ? *)", "cron(0 12 L * ? 2024-2030)", "cron(0 12 3W JAN-MAR/2 ? *)",
    "cron(0 12 ? * 6#3 *)", "cron(0 12 ? * FRI-MON *)", "cron(0 9 1,15 * ? *)", "cron(0 8 ? jan-mar mon *)",
])
def test_rules_and_schedules_accept(expression):
    assert schedules.rule_problem(expression) is None
    assert schedules.schedule_problem(expression) is None


@cases("expression", [
    "rate()", "rate(minutes)", "rate(0 minutes)", "rate(-1 minutes)", "rate(1.5 hours)", "rate(10 minutess)",
    "rate(foo minutes)", "rate(10 years)", "rate(10 seconds)", "rate(5  minutes)", "rate(5 MINUTES)", "rate(5 minutes",
    " rate(5 minutes)", "rate(5 minutes) ", "rate(5 minutes)\n", "every day", "",
    "cron()", "cron(INVALID)", "cron(0 dummy ? * MON-FRI *)", "cron(71 8 1 * ? *)", "cron(0 24 * * ? *)",
    "cron(7 20 * * NOT *)", "cron(0 1 * * * *)", "cron(0 1 ? * ? *)", "cron(0 1 * * ?)", "cron(0 1 32 * ? *)",
    "cron(0 1 * 13 ? *)", "cron(0 1 ? * 8 *)", "cron(0 1 ? * 2#6 *)", "cron(0/0 1 * * ? *)", "cron(? 1 * * ? *)",
    "cron(0 1 1W,15W * ? *)", "cron(0 1 * * ? 1969)", "cron(1-2-3 1 * * ? *)", "cron(-5 1 * * ? *)", "cron(, 1 * * ? *)",
    "at(2021-12-31T23:59:59Z)", "at(2021-12-31)", "at(2021-02-30T00:00:00)", "at(2021-12-31T23:59:60)", "at(2021-1-1T1:1:1)",
])
def test_rules_and_schedules_reject(expression):
    assert schedules.rule_problem(expression)
    assert schedules.schedule_problem(expression)


@cases("expression", ["rate(1 hours)", "rate(10 minute)", "rate(1 days)", "at(2026-03-01T12:00:00)"])
def test_only_schedules_accept_any_plural_and_one_time(expression):
    assert schedules.rule_problem(expression)
    assert schedules.schedule_problem(expression) is None
