"""Schedules of EventBridge Scheduler on the local cloud: timers in a time zone, and schedules that code makes."""
import re

from tests.fixtures.fake_functions import eventually

pytest_plugins = ["tests.fixtures.small_apps"]
ZONED = '''"""Writes the time at which it is scheduled.

infra:
  timer:
    cron: "* * * * ? *"
    zone: Europe/Oslo
    body: {time: <aws.scheduler.scheduled-time>}
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["CLOCK_TABLE"])


def handler(event, context):
    table.put_item(Item={"pk": "time", "sk": event["time"]})
'''


def rows(local_cloud, outputs, pk):
    items = local_cloud.client("dynamodb").scan(TableName=outputs["ClockTableName"])["Items"]
    return sorted(item["sk"]["S"] for item in items if item["pk"]["S"] == pk)


def test_a_timer_in_a_time_zone_invokes_its_lambda_every_minute(deploy_app, local_cloud):
    outputs = deploy_app("name: clock\n", {"zoned": ZONED})
    times = eventually(lambda: rows(local_cloud, outputs, "time"), lambda rows_: len(rows_) > 1)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:00Z", time) for time in times)
    names = [schedule["Name"] for schedule in local_cloud.client("scheduler").list_schedules()["Schedules"]]
    assert [name.rpartition("-")[0] for name in names if "clock" in name] == ["clock-local-ZonedTimerSchedule"]
