"""A teacher plans an exam, and the students are reminded a day before: PUT /courses/{course}/exam

infra:
  endpoint:
    api: private
    groups: [teachers]
    method: PUT
    path: /courses/{course}/exam
    schema:
      type: object
      required: [start, room]
      properties:
        start: {type: string, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$"}
        room: {type: string, minLength: 1}
  timeout: medium
"""
import json
import os
from datetime import datetime, timedelta

import boto3
from boto3.dynamodb.conditions import Attr

from lambdas.shared import rows
from lambdas.shared.http import HttpError, body_of, endpoint

scheduler = boto3.client("scheduler")
REMIND = json.loads(os.environ["CAMPUS_EXAMS_REMIND_SCHEDULE"])


def schedule(course, start):
    """Makes the reminder, or moves it."""
    when = start - timedelta(days=1)
    options = {
        "Name": f"exam-{course}",
        "GroupName": REMIND["GroupName"],
        "ScheduleExpression": f"at({when:%Y-%m-%dT%H:%M:%S})",
        "ScheduleExpressionTimezone": rows.ZONE.key,
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "ActionAfterCompletion": "DELETE",
        "Target": {**REMIND["Target"], "Input": json.dumps({"course": course, "start": start.isoformat()})},
    }
    try:
        scheduler.create_schedule(**options)
    except scheduler.exceptions.ConflictException:
        scheduler.update_schedule(**options)


@endpoint
def handler(event, context):
    course = event["pathParameters"]["course"]
    body = body_of(event)
    try:
        start = datetime.fromisoformat(body["start"])
    except ValueError as error:
        raise HttpError(400, "start is no time") from error
    if start.replace(tzinfo=rows.ZONE) - rows.utc_now() < timedelta(days=2):
        raise HttpError(400, "too soon")
    try:
        row = rows.table.update_item(
            Key=rows.course_key(course),
            UpdateExpression="SET exam = :exam",
            ConditionExpression=Attr("pk").exists(),
            ExpressionAttributeValues={":exam": {"start": body["start"], "room": body["room"]}},
            ReturnValues="ALL_NEW",
        )["Attributes"]
    except rows.client.exceptions.ConditionalCheckFailedException as error:
        raise HttpError(404, "no such course") from error
    schedule(course, start)
    return 200, {"title": row["title"], "exam": row["exam"]}
