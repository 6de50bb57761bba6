"""Makes an interview, and a reminder an hour before: POST /interviews with {"job", "email", "at"}

infra:
  endpoint:
    api: private
    groups: [hr]
    method: POST
    path: /interviews
    schema:
      type: object
      required: [job, email, at]
      properties:
        job: {type: string}
        email: {type: string}
        at: {type: string}
  layers: [powertools]
  timeout: medium
"""
import json
import os
import uuid
from datetime import datetime, timedelta, timezone

import boto3
from aws_lambda_powertools import Logger

from lambdas.core import applications

logger = Logger()
interviews = boto3.resource("dynamodb").Table(os.environ["HIRING_INTERVIEWS_TABLE"])
scheduler = boto3.client("scheduler")
REMIND = json.loads(os.environ["HIRING_REMIND_SCHEDULE"])
HEADERS = {"Content-Type": "application/json"}


def remind(id, at):
    """Schedules the reminder."""
    when = at - timedelta(hours=1)
    scheduler.create_schedule(
        Name=f"interview-{id}",
        GroupName=REMIND["GroupName"],
        ScheduleExpression=f"at({when:%Y-%m-%dT%H:%M:%S})",
        ScheduleExpressionTimezone="UTC",
        FlexibleTimeWindow={"Mode": "OFF"},
        ActionAfterCompletion="DELETE",
        Target={**REMIND["Target"], "Input": json.dumps({"interview": id})},
    )


def reply(status, **body):
    return {"statusCode": status, "headers": HEADERS, "body": json.dumps(body)}


@logger.inject_lambda_context
def handler(event, context):
    body = json.loads(event["body"])
    try:
        at = datetime.fromisoformat(body["at"]).astimezone(timezone.utc)
    except ValueError:
        return reply(400, error="at is no time")
    if at < datetime.now(timezone.utc) + timedelta(hours=2):
        return reply(400, error="at is too early")
    if applications.get(body["job"], body["email"]) is None:
        return reply(404, error="no such application")
    id = uuid.uuid4().hex
    interviews.put_item(Item={
        "id": id,
        "job": body["job"],
        "email": body["email"],
        "at": at.isoformat(),
        "confirmed": False,
        "expires": int(at.timestamp()) + 90 * 24 * 3600,
    })
    remind(id, at)
    applications.change(body["job"], body["email"], "interview")
    return reply(201, id=id)
