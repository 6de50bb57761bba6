"""Schedules that code makes: the checks follow the documented form, and know what its role allows."""
import re

from tests.fixtures.cases import cases
from tests.fixtures.paths import ROOT

pytest_plugins = ["tests.fixtures.checks"]
REMIND = "def handler(event, context):\n    return event['order']\n"


def example():
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
    code = example()
    assert text in code
    assert finding_ids({"order": code.replace(text, replacement) if text else code, "remind": REMIND}) == expected


RECEIVER = "print(event)"


@cases("code, expected", [
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
def test_the_variable_of_a_schedule_has_two_keys(code, expected, finding_ids):
    assert finding_ids(code) == expected
