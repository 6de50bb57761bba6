"""Schedules of EventBridge Scheduler on the local cloud: timers in a time zone, and schedules that code makes."""
import re

from tests.fixtures.fake_functions import eventually
from tests.fixtures.lambda_texts import lambda_text

ZONED = lambda_text(
    'timer:\n  cron: "* * * * ? *"\n  zone: Europe/Oslo\n  body: {time: <aws.scheduler.scheduled-time>}',
    'table.put_item(Item={"pk": "time", "sk": event["time"]})', "os", "boto3",
    before='table = boto3.resource("dynamodb").Table(os.environ["CLOCK_TABLE"])')


def rows(local_cloud, outputs, pk):
    items = local_cloud.client("dynamodb").scan(TableName=outputs["ClockTableName"])["Items"]
    return sorted(item["sk"]["S"] for item in items if item["pk"]["S"] == pk)


def test_a_timer_in_a_time_zone_invokes_its_lambda_every_minute(deploy_app, local_cloud):
    outputs = deploy_app("name: clock\n", {"zoned": ZONED})
    times = eventually(lambda: rows(local_cloud, outputs, "time"), lambda rows_: len(rows_) > 1)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:00Z", time) for time in times)
    names = [schedule["Name"] for schedule in local_cloud.client("scheduler").list_schedules()["Schedules"]]
    assert [name.rpartition("-")[0] for name in names if "clock" in name] == ["clock-local-ZonedTimerSchedule"]


# Each minute of the cloud's clock, which runs faster than the machine's, one for some minutes later, for more minutes
# each time: however slow the machine is, one of them is made before its time.
ORDER = '''"""Orders, each with a reminder.

infra:
  timer:
    cron: "* * * * ? *"
    zone: UTC
    body: {time: <aws.scheduler.scheduled-time>}
"""
import datetime
import itertools
import json
import os

import boto3

SCHEDULE = json.loads(os.environ["CLOCK_REMIND_SCHEDULE"])
scheduler = boto3.client("scheduler")
minutes = itertools.count(2, 2)


def handler(event, context):
    time = datetime.datetime.fromisoformat(event["time"].rstrip("Z")) + datetime.timedelta(minutes=next(minutes))
    scheduler.create_schedule(
        Name=f"order-{time:%H-%M}", GroupName=SCHEDULE["GroupName"], ScheduleExpression=f"at({time:%Y-%m-%dT%H:%M:%S})",
        FlexibleTimeWindow={"Mode": "OFF"}, ActionAfterCompletion="DELETE",
        Target={**SCHEDULE["Target"], "Input": json.dumps({"order": f"{time:%H-%M}"})})
'''
REMIND = lambda_text(
    "{}", 'table.put_item(Item={"pk": "reminded", "sk": event["order"]})', "os", "boto3",
    before='table = boto3.resource("dynamodb").Table(os.environ["CLOCK_TABLE"])')


def test_code_makes_a_schedule_that_invokes_a_lambda_once_and_is_deleted(deploy_app, local_cloud):
    outputs = deploy_app("name: clock\n", {"order": ORDER, "remind": REMIND})
    scheduler = local_cloud.client("scheduler")
    group = next(group["Name"] for group in scheduler.list_schedule_groups()["ScheduleGroups"]
                 if group["Name"].startswith("clock-local-RemindScheduleGroup-"))
    order = eventually(lambda: rows(local_cloud, outputs, "reminded"))[0]
    assert eventually(lambda: is_missing(scheduler, group, f"order-{order}"))


def is_missing(scheduler, group, name):
    try:
        return not scheduler.get_schedule(GroupName=group, Name=name)
    except scheduler.exceptions.ResourceNotFoundException:
        return True
