"""Times, names and windows of schedules, and months after December."""
from tests.fixtures.cases import cases

pytest_plugins = ["tests.fixtures.checks"]

AT = "from datetime import datetime, timedelta, timezone\nfrom zoneinfo import ZoneInfo\n" \
    "ZONE = ZoneInfo('Europe/Oslo')\n\n\ndef handler(event, context):\n    at = datetime."
NEXT = "import calendar\nfrom datetime import date, datetime\n\n\ndef handler(event, context):\n" \
    "    now = datetime.now()\n    print(calendar, date)\n    "
SCHEDULE = "infra:\n  permissions: ['scheduler:CreateSchedule']\n---\n" \
    "boto3.client('scheduler').create_schedule(Name="


@cases("code, expected", [
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
def test_a_schedule_has_a_time_of_utc(code, expected, finding_ids):
    assert finding_ids(code) == expected


@cases("code, expected", [
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
def test_a_month_has_a_next_one_in_december(code, expected, finding_ids):
    assert finding_ids(code) == expected


@cases("code, expected", [
    (SCHEDULE + "f\"release/{event['id']}\", FlexibleTimeWindow={'Mode': 'OFF'}, ScheduleExpression='r"
     "ate(1 day)', Target=event['target'])", ["P229"]),
    (SCHEDULE + "f\"release-{event['id']}\", FlexibleTimeWindow={'Mode': 'OFF'}, ScheduleExpression='r"
     "ate(1 day)', Target=event['target'])", []),
    (SCHEDULE + "'a', FlexibleTimeWindow={'Mode': 'OFF', 'MaximumWindowInMinutes': 5}, ScheduleExpre"
     "ssion='rate(1 day)', Target=event['target'])", ["P229"]),
    (SCHEDULE + "'a', FlexibleTimeWindow={'Mode': 'FLEXIBLE', 'MaximumWindowInMinutes': 5}, Schedule"
     "Expression='rate(1 day)', Target=event['target'])", []),
])
def test_the_scheduler_accepts_a_name_and_a_window(code, expected, finding_ids):
    assert finding_ids(code) == expected


CLOCK = "from zoneinfo import ZoneInfo\n\nZONE = ZoneInfo('Europe/Oslo')\nUTC = ZoneInfo('UTC')\n"
ZONES = "from datetime import datetime, timezone\n\nfrom lambdas import clock\n\n\n" \
    "def handler(event, context):\n    at = datetime.now("


@cases("code, expected", [
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
def test_a_zone_of_another_module_is_known(code, expected, finding_ids):
    assert finding_ids(code) == expected
