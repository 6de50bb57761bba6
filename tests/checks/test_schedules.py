"""Schedules that code makes: what their role allows, and what EventBridge and its Scheduler refuse."""
import re

import pytest

from checks import example
from tests.fixtures.cases import cases
from tests.fixtures.checks import finds, problems_there
from tests.fixtures.paths import ROOT

REMIND = "def handler(event, context):\n    return event['order']\n"


def documented_code():
    """The handler of docs/timers.md."""
    return re.search(r"```python\n(.*?)```", (ROOT / "docs/timers.md").read_text(), re.S)[1]


@cases("text, replacement, expected", [
    ("", "", []),
    ('REMIND["GroupName"]', '"default"', ["P701"]),
    ('        GroupName=REMIND["GroupName"],\n', "", ["P701"]),
    ('**REMIND["Target"],', '**REMIND["Target"], "RoleArn": "arn:aws:iam::123456789012:role/other",', ["P701"]),
    ("FlexibleTimeWindow=", "FlexibleWindow=", ["P202", "P203"]),
])
def test_the_role_makes_schedules_of_its_own_group(finding_ids, text, replacement, expected):
    code = documented_code()
    assert text in code
    assert finding_ids({"order": code.replace(text, replacement) if text else code, "remind": REMIND}) == expected


def test_a_target_without_an_input_of_its_own_hides_no_other_group(finding_ids):
    code = re.sub(r"Target=\{.*\}\)", 'Target=REMIND["Target"])', documented_code())
    assert 'Target=REMIND["Target"])' in code
    without_group = code.replace('        GroupName=REMIND["GroupName"],\n', "")
    assert [finding_ids({"order": text, "remind": "print(event)"}) for text in (code, without_group)] == [[], ["P701"]]


RECEIVER = "print(event)"

test_the_variable_of_a_schedule_has_two_keys = finds([
    ({"b": RECEIVER,
      "a": "SCHEDULE = json.loads(os.environ['DEMO_B_SCHEDULE'])\n\n\ndef handler(event, context):\n"
      "    boto3.client('scheduler').create_schedule(Name='a', GroupName=SCHEDULE['GroupName'], FlexibleT"
      "imeWindow={'Mode': 'OFF'}, ScheduleExpression='at(2030-01-01T10:00:00)', Target={**SCHEDULE['Targe"
      "t'], 'Input': '{}'})"}, []),
    ({"b": RECEIVER,
      "a": "SCHEDULE = json.loads(os.environ['DEMO_B_SCHEDULE'])\n\n\ndef handler(event, context):\n"
      "    boto3.client('scheduler').create_schedule(Name='a', GroupName=SCHEDULE['Group'], FlexibleTimeW"
      "indow={'Mode': 'OFF'}, ScheduleExpression='at(2030-01-01T10:00:00)', Target={**SCHEDULE['Target'],"
      " 'Input': '{}'})"}, ["P228"]),
    ({"b": RECEIVER,
      "a": "SCHEDULE = json.loads(os.environ['DEMO_B_SCHEDULE'])\n\n\ndef handler(event, context):\n"
      "    boto3.client('scheduler').create_schedule(Name='a', GroupName=SCHEDULE['GroupName'], FlexibleT"
      "imeWindow={'Mode': 'OFF'}, ScheduleExpression='at(2030-01-01T10:00:00)', Target={**{'Arn': SCHEDUL"
      "E['Target']['Arn'], 'RoleArn': SCHEDULE['Target']['Role']}, 'Input': '{}'})"}, ["P228"]),
    ({"b": RECEIVER,
      "a": "SCHEDULE = json.loads(os.environ['DEMO_B_SCHEDULE'])\n\n\ndef handler(event, context):\n"
      "    boto3.client('scheduler').create_schedule(Name='a', GroupName=SCHEDULE['GroupName'], FlexibleT"
      "imeWindow={'Mode': 'OFF'}, ScheduleExpression='at(2030-01-01T10:00:00)', Target={**{'Arn': SCHEDUL"
      "E['Target']['Arn'], 'RoleArn': SCHEDULE['Target']['RoleArn']}, 'Input': '{}'})"}, []),
    ({"b": RECEIVER,
      "a": "NAME = 'a'\n\n\ndef handler(event, context):\n"
      "    boto3.client('scheduler').create_schedule(Name='a', GroupName=json.loads(os.environ['DEMO_B_SC"
      "HEDULE'])['group_name'], FlexibleTimeWindow={'Mode': 'OFF'}, ScheduleExpression='at(2030-01-01T10:"
      "00:00)', Target={**json.loads(os.environ['DEMO_B_SCHEDULE'])['Target'], 'Input': '{}'})"}, ["P228"]),
])

SCHEDULE = "infra:\n  permissions: ['scheduler:CreateSchedule', 'iam:PassRole']\n---\nimport datetime\n\n\n" \
    "def handler(event, context):\n    when = datetime.datetime.now(datetime.timezone.utc)\n" \
    "    boto3.client('scheduler').create_schedule(Name=%s, GroupName='default', ScheduleExpression=%s, " \
    "FlexibleTimeWindow={'Mode': 'OFF'}, Target={'Arn': event['arn'], 'RoleArn': event['role']}%s)"
RULE = "infra:\n  permissions: ['events:PutRule']\n---\n" \
    "boto3.client('events').put_rule(Name='a', ScheduleExpression=%s)"


@pytest.fixture(scope="module")
def messages(folder):
    """function(code of a lambda) -> [message of P229]"""
    return lambda code: [problem.message for problem in problems_there(
        folder, {"lambdas/a/index.py": example.index(code)}, {"P229"})]


@cases("name, expression, more, message", [
    ("'order-1'", "'at(2030-01-01T00:00:00)'", "", ""), ("'a'", "'rate(1 hours)'", "", ""),
    ("'a'", "'cron(0 9 ? * MON-FRI *)'", ", ScheduleExpressionTimezone='Europe/Oslo'", ""),
    ("event['id']", "f'at({when:%Y-%m-%dT%H:%M:%S})'", "", ""), ("'a'", "f'at({event[\"time\"]})'", "", ""),
    ("'order 1'", "'rate(1 hour)'", "", "Name contains ' '"),
    ("f'order#{event[\"id\"]}'", "'rate(1 hour)'", "", "Name contains '#'"),
    (repr("a" * 65), "'rate(1 hour)'", "", "Name has more than 64 characters"),
    ("'a'", "'in 5 minutes'", "", "'in 5 minutes' is no schedule"),
    ("'a'", "'at(2030-01-01T00:00:00Z)'", "", "is not a time like 2026-03-01T12:00:00"),
    ("'a'", "f'at({when:%Y-%m-%dT%H:%M:%S}Z)'", "", "at(...) has no offset of UTC"),
    ("'a'", "f'at({when:%Y-%m-%dT%H:%M:%S}+00:00)'", "", "at(...) has no offset of UTC"),
    ("'a'", "'rate(30 seconds)'", "", "30 seconds"), ("'a'", "'cron(0 9 * * *)'", "", "has 5 fields, not six"),
    ("'a'", "'rate(1 hour)'", ", ScheduleExpressionTimezone='Europe/Olso'", "there is no time zone 'Europe/Olso'"),
])
def test_what_the_scheduler_refuses(messages, name, expression, more, message):
    compare(messages(SCHEDULE % (name, expression, more)), message)


@cases("expression, message", [
    ("'rate(5 minutes)'", ""), ("'cron(0 12 * * ? *)'", ""), ("event['schedule']", ""),
    ("'rate(1 minutes)'", "minute"),
    ("'at(2030-01-01T00:00:00)'", "rules have no at(...)"), ("'5 minutes'", "is no schedule"),
])
def test_what_a_rule_refuses(messages, expression, message):
    compare(messages(RULE % expression), message)


def compare(actual, part):
    """Compare the messages with a part of the only one, "" for none."""
    assert len(actual) == bool(part) and all(part in message for message in actual), actual


REMINDER = "infra:\n  %s\n  permissions: ['scheduler:CreateSchedule', 'iam:PassRole', 'scheduler:DeleteSchedule']\n---\n" \
    "scheduler = boto3.client('scheduler')\n\n\ndef handler(event, context):\n    %s\n    scheduler.create_schedule(" \
    "Name=%s, GroupName='default', ScheduleExpression='at(2199-01-31T09:00:00)', " \
    "FlexibleTimeWindow={'Mode': 'OFF'}, Target={'Arn': event['detail']['arn'], 'RoleArn': event['detail']['role']})"
EVENT = "events: [{name: paid, topic: OrderPaid}]"
ENDPOINT = "endpoint: {method: POST, path: /orders, api: public}"
NAME = "f\"order-{event['detail']['order']}\""

test_a_schedule_is_created_once = finds([
    (EVENT, "print(1)", NAME, ["P432"]), (ENDPOINT, "print(1)", "f\"order-{event['body']}\"", []),
    (EVENT, "print(1)", "f\"order-{event['id']}\"", []), (EVENT, "print(1)", "f'order-{context.aws_request_id}'", []),
    (EVENT, f"scheduler.delete_schedule(Name={NAME}, GroupName='default')", NAME, []),
    (EVENT, "table.put_item(Item={'pk': event['id'], 'sk': 'a'}, ConditionExpression='attribute_not_exists(pk)')", NAME,
     [])], app=lambda trigger, before, name: REMINDER % (trigger, before, name), only=["P432"])
