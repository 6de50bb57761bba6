"""Times of schedules, days of timers, and times with and without a zone."""
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds, problems

AT = "from datetime import datetime, timedelta, timezone\nfrom zoneinfo import ZoneInfo\n" \
    "ZONE = ZoneInfo('Europe/Oslo')\n\n\ndef handler(event, context):\n    at = datetime."
NEXT = "import calendar\nfrom datetime import date, datetime\n\n\ndef handler(event, context):\n" \
    "    now = datetime.now()\n    print(calendar, date)\n    "
SCHEDULE = "infra:\n  permissions: ['scheduler:CreateSchedule']\n---\n" \
    "boto3.client('scheduler').create_schedule(Name="

test_a_schedule_has_a_time_of_utc = finds([
    (AT + "now(ZONE) + timedelta(hours=1)\n    print(timezone, timedelta, ZONE)\n"
     "    boto3.client('scheduler').update_schedule(Name='a', Target=event['target'], FlexibleTimeWindow="
     "{'Mode': 'OFF'}, ScheduleExpression=f'at({at:%Y-%m-%dT%H:%M:%S})')", ["P148"]),
    (AT + "now(ZONE) + timedelta(hours=1)\n    print(timezone, timedelta, ZONE)\n"
     "    boto3.client('scheduler').update_schedule(Name='a', Target=event['target'], FlexibleTimeWindow="
     "{'Mode': 'OFF'}, ScheduleExpression=f'at({at:%Y-%m-%dT%H:%M:%S})', ScheduleExpressionTimezone='Europe/Oslo')",
     []),
    (AT + "now(timezone.utc) + timedelta(hours=1)\n    print(timezone, timedelta, ZONE)\n"
     "    boto3.client('scheduler').update_schedule(Name='a', Target=event['target'], FlexibleTimeWindow="
     "{'Mode': 'OFF'}, ScheduleExpression=f'at({at:%Y-%m-%dT%H:%M:%S})')", []),
    (AT + "now(timezone.utc) + timedelta(hours=1)\n    print(timezone, timedelta, ZONE)\n"
     "    boto3.client('scheduler').update_schedule(Name='a', Target=event['target'], FlexibleTimeWindow="
     "{'Mode': 'OFF'}, ScheduleExpression=f'at({at.isoformat()})')", ["P148"]),
    (AT + "now(timezone.utc).replace(microsecond=0, tzinfo=None)\n    print(timezone, timedelta, ZONE)\n"
     "    boto3.client('scheduler').update_schedule(Name='a', Target=event['target'], FlexibleTimeWindow="
     "{'Mode': 'OFF'}, ScheduleExpression=f'at({at.isoformat()})')", []),
    (AT + "utcnow() + timedelta(hours=1)\n    print(timezone, timedelta, ZONE)\n"
     "    boto3.client('scheduler').update_schedule(Name='a', Target=event['target'], FlexibleTimeWindow="
     "{'Mode': 'OFF'}, ScheduleExpression=f'at({at.isoformat()})')", ["P148"]),
    (AT + "utcnow() + timedelta(hours=1)\n    print(timezone, timedelta, ZONE)\n"
     "    boto3.client('scheduler').update_schedule(Name='a', Target=event['target'], FlexibleTimeWindow="
     "{'Mode': 'OFF'}, ScheduleExpression=f'at({at.isoformat(timespec=\"seconds\")})')", []),
    (AT + "fromisoformat(event['at'])\n    print(timezone, timedelta, ZONE)\n"
     "    boto3.client('scheduler').update_schedule(Name='a', Target=event['target'], FlexibleTimeWindow="
     "{'Mode': 'OFF'}, ScheduleExpression=f'at({at.isoformat()})')", []),
])

test_a_month_has_a_next_one_in_december = finds([
    (NEXT + "value = now.replace(month=now.month + 1)\n    return str(value)", ["P149"]),
    (NEXT + "value = now.replace(month=now.month + 1) if now.month < 12 else now.replace(year=now.ye"
     "ar + 1, month=1)\n    return str(value)", []),
    (NEXT + "value = date(now.year, now.month - 1, 1)\n    return str(value)", ["P149"]),
    (NEXT + "value = date(now.year, now.month % 12 + 1, 1)\n    return str(value)", []),
    (NEXT + "value = now.replace(day=now.day + 1)\n    return str(value)", ["P149"]),
    (NEXT + "value = now.replace(hour=now.hour + 1)\n    return str(value)", ["P149"]),
    (NEXT + "value = now.replace(day=calendar.monthrange(now.year, now.month)[1])\n    return str(value)", []),
    (NEXT + "try:\n        value = now.replace(day=now.day + 1)\n    except ValueError:\n"
     "        value = None\n    return str(value)", []),
    (NEXT + "value = now.replace(year=now.year + 1, day=1)\n    return str(value)", []),
])

test_the_scheduler_accepts_a_name_and_a_window = finds([
    (SCHEDULE + "f\"release/{event['id']}\", FlexibleTimeWindow={'Mode': 'OFF'}, ScheduleExpression='r"
     "ate(1 day)', Target=event['target'])", ["P229"]),
    (SCHEDULE + "f\"release-{event['id']}\", FlexibleTimeWindow={'Mode': 'OFF'}, ScheduleExpression='r"
     "ate(1 day)', Target=event['target'])", []),
    (SCHEDULE + "'a', FlexibleTimeWindow={'Mode': 'OFF', 'MaximumWindowInMinutes': 5}, ScheduleExpre"
     "ssion='rate(1 day)', Target=event['target'])", ["P229"]),
    (SCHEDULE + "'a', FlexibleTimeWindow={'Mode': 'FLEXIBLE', 'MaximumWindowInMinutes': 5}, Schedule"
     "Expression='rate(1 day)', Target=event['target'])", []),
])

CLOCK = "from zoneinfo import ZoneInfo\n\nZONE = ZoneInfo('Europe/Oslo')\nUTC = ZoneInfo('UTC')\n"
ZONES = "from datetime import datetime, timezone\n\nfrom lambdas import clock\n\n\n" \
    "def handler(event, context):\n    at = datetime.now("

test_a_zone_of_another_module_is_known = finds([
    ({"lambdas/clock.py": CLOCK,
      "a": ZONES + "clock.ZONE)\n    print(timezone, clock)\n"
      "    boto3.client('scheduler').update_schedule(Name='a', Target=event['target'], FlexibleTimeWindow"
      "={'Mode': 'OFF'}, ScheduleExpression=f'at({at:%Y-%m-%dT%H:%M:%S})')"}, ["P148"]),
    ({"lambdas/clock.py": CLOCK,
      "a": ZONES + "clock.UTC)\n    print(timezone, clock)\n"
      "    boto3.client('scheduler').update_schedule(Name='a', Target=event['target'], FlexibleTimeWindow"
      "={'Mode': 'OFF'}, ScheduleExpression=f'at({at:%Y-%m-%dT%H:%M:%S})')"}, []),
    ({"lambdas/clock.py": CLOCK,
      "a": ZONES + "timezone.utc)\n    print(timezone, clock)\n"
      "    boto3.client('scheduler').update_schedule(Name='a', Target=event['target'], FlexibleTimeWindow"
      "={'Mode': 'OFF'}, ScheduleExpression=f'at({at:%Y-%m-%dT%H:%M:%S})')"}, []),
])

TIMER = "infra:\n  timer: {cron: '0 7 ? * %s *'%s}\n---\nprint('a')"
CREATE_SCHEDULE = "infra:\n  permissions: ['scheduler:CreateSchedule', 'iam:PassRole']\n---\n" \
    "boto3.client('scheduler').create_schedule(Name='a', GroupName='default', FlexibleTimeWindow={'Mode': 'OFF'}, " \
    "ScheduleExpression='cron(0 7 ? * %s *)', Target={'Arn': event['arn'], 'RoleArn': event['role']})"

test_days_by_the_numbers_of_unix = finds([
    (TIMER % ("1-5", ""), ["P131"]), (TIMER % ("6,7", ""), ["P131"]), (TIMER % ("1-5", ", zone: Europe/Oslo"), ["P131"]),
    (TIMER % ("1-5", ", zone: Asia/Jerusalem"), []), (TIMER % ("2-6", ""), []), (TIMER % ("SUN-THU", ""), []), (TIMER % ("2", ""), []), (TIMER % ("1,7", ""), []),
    (TIMER % ("7", ""), []), (CREATE_SCHEDULE % "1-5", ["P131"]), (CREATE_SCHEDULE % "MON-FRI", []),
], only=["P131"])


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
    code = CREATE_SCHEDULE.replace("cron(0 7 ? * %s *)'", f"{expression}', ScheduleExpressionTimezone='{zone}'")
    assert [id_ for id_ in finding_ids(code) if id_ == "P135"] == expected


TIMES = "from datetime import datetime, timezone, timedelta\nfrom zoneinfo import ZoneInfo\n" \
    "ZONE = ZoneInfo('Europe/Berlin')\n\n\ndef handler(event, context):\n    moment = event.get('at')\n" \
    "    print(timezone, timedelta)\n    return {'a': "

test_z_stands_for_utc = finds([
    (TIMES + "datetime.now(ZONE).strftime('%Y-%m-%dT%H:%M:%SZ')}", ["P139"]),
    (TIMES + "datetime.now(timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')}", []),
    (TIMES + "datetime.now(ZONE).strftime('%Y-%m-%dT%H:%M:%S%Z')}", []),
    (TIMES + "datetime.now(ZONE).astimezone(timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')}", []),
    (TIMES + "(moment or datetime.now(ZoneInfo('Asia/Tokyo'))).strftime('%H:%MZ')}", ["P139"]),
    (TIMES + "(datetime.now(ZONE) - timedelta(days=1)).strftime('%H:%MZ')}", ["P139"]),
    (TIMES + "datetime.now(timezone.utc).isoformat() + 'Z'}", ["P139"]),
    (TIMES + "f'{datetime.now(timezone.utc).isoformat()}Z'}", ["P139"]),
    (TIMES + "datetime.utcnow().isoformat() + 'Z'}", []),
    (TIMES + "datetime.now(timezone.utc).replace(tzinfo=None).isoformat() + 'Z'}", []),
    (TIMES + "datetime.now(ZoneInfo('UTC')).strftime('%H:%MZ')}", []),
])

POST = "infra:\n  endpoint: {method: POST, path: /a, api: public, schema: {type: object, required: [at], " \
    "properties: {at: {type: string%s}}}}\n---\nfrom datetime import datetime, timedelta, timezone\n\n" \
    "body = json.loads(event['body'])\nat = %s\n%s\nreturn {'statusCode': 200}"
EARLY = "if at < datetime.now(timezone.utc) + timedelta(hours=2):\n    return {'statusCode': 400}"
PARSED = "datetime.fromisoformat(body['at'])"

test_a_time_of_a_request_may_have_no_zone = finds((POST % (schema, at, use), ids) for schema, at, use, ids in [
    ("", PARSED, EARLY, ["P116"]), ("", PARSED, "print((at - datetime.now(tz=timezone.utc)).days)", ["P116"]),
    ("", "datetime.fromisoformat(body.get('at', '').replace('Z', '+00:00'))", EARLY, ["P116"]),
    ("", f"{PARSED}.astimezone(timezone.utc)", EARLY, []),
    ("", f"{PARSED}\nif at.tzinfo is None:\n    at = at.replace(tzinfo=timezone.utc)", EARLY, []),
    (", pattern: '^.*Z$'", PARSED, EARLY, []),
    ("", PARSED, "if at < datetime.now():\n    return {'statusCode': 400}", []),
    ("", "datetime.fromisoformat(table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']['at'])", EARLY, [])])

TABLES = "{demo: {key: {id: string}}}"
STARTS = "from datetime import UTC, datetime, timedelta\n\n\ndef handler(event, context):\n    print(UTC, timedelta)\n" \
    "    starts = datetime.fromisoformat(table.get_item(Key={'id': event['id']})['Item']['starts'])\n    %s"
SCHEDULE_AT = "boto3.client('scheduler').create_schedule(Name=%s, GroupName='default', ScheduleExpression=%s, " \
    "FlexibleTimeWindow={'Mode': 'OFF'}, Target={'Arn': event['arn'], 'RoleArn': event['role']})"
GOOD_AT = "f'at({starts:%Y-%m-%dT%H:%M:%S})'"


@cases("use, ids", [
    ("return starts <= datetime.now() + timedelta(minutes=5)", ["P116"]),
    ("return starts - timedelta(days=1) <= datetime.now(UTC)", []),
    (SCHEDULE_AT % ("'a'", "f'at({starts.isoformat()})'"), ["P229"]),
    (SCHEDULE_AT % ("f'order-{starts.isoformat()}'", GOOD_AT), ["P229"]),
    (SCHEDULE_AT % ("f'order-{starts:%Y%m%d}'", GOOD_AT), [])])
def test_a_time_of_a_table_with_keys_of_its_own_has_a_zone(finding_ids, use, ids):
    writer = "from datetime import UTC, datetime\n\n\ndef handler(event, context):\n" \
        "    table.put_item(Item={'id': event['id'], 'starts': datetime.now(UTC).isoformat(timespec='minutes')})"
    assert [id_ for id_ in finding_ids({"a": STARTS % use, "b": writer}, tables=TABLES) if id_ in ("P116", "P229")] == ids


OSLO = "from datetime import UTC, datetime\nfrom zoneinfo import ZoneInfo\nZONE = ZoneInfo('Europe/Oslo')\n\n\n" \
    "def handler(event, context):\n    print(UTC, ZONE)\n    return str(%s)"

test_a_zone_replaces_no_utc = finds((OSLO % time, ids) for time, ids in [
    ("datetime.now(UTC).replace(tzinfo=ZONE)", ["P161"]),
    ("datetime.now(UTC).astimezone(ZONE)", []), ("datetime.now(ZONE).replace(tzinfo=ZONE)", []),
    ("datetime.now(UTC).replace(tzinfo=None)", []), ("datetime.now(UTC).replace(tzinfo=ZoneInfo('UTC'))", []),
    ("datetime.now(UTC).replace(hour=9, tzinfo=ZONE)", []),
    ("datetime.fromisoformat(event['at']).replace(tzinfo=ZONE)", [])])
