"""Plans the reminder of a van's inspection when its date is written.

infra:
  events:
  - name: vehicle
    source: {type: table, name: fleet}
    pattern:
      sk: [vehicle]
      diffKeys: [inspection]
"""
import json
import os
from datetime import datetime, timedelta, timezone

import boto3

scheduler = boto3.client("scheduler")
REMIND = json.loads(os.environ["FLEET_INSPECTIONS_REMIND_SCHEDULE"])
EARLY = timedelta(days=14)


def handler(event, context):
    planned = 0
    for record in event["detail"]["records"]:
        row = record["newImage"]
        if row is None:
            continue
        when = datetime.fromisoformat(row["inspection"]).replace(hour=7, tzinfo=timezone.utc) - EARLY
        if when <= datetime.now(timezone.utc):
            continue
        plan(row["plate"], row["inspection"], when)
        planned += 1
    return {"planned": planned}


def plan(plate, inspection, when):
    try:
        scheduler.create_schedule(
            Name=f"{plate}-{inspection}",
            GroupName=REMIND["GroupName"],
            ScheduleExpression=f"at({when:%Y-%m-%dT%H:%M:%S})",
            FlexibleTimeWindow={"Mode": "OFF"},
            ActionAfterCompletion="DELETE",
            Target={**REMIND["Target"], "Input": json.dumps({"plate": plate, "inspection": inspection})})
    except scheduler.exceptions.ConflictException:
        print(f"{plate}: {inspection} is planned")
