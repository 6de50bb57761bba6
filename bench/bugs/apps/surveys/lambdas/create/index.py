"""Creates a survey, and plans its end.

infra:
  endpoint:
    api: private
    method: POST
    path: /surveys
    schema:
      type: object
      required: [title, choices, days]
      properties:
        title: {type: string, minLength: 3}
        choices: {type: array, minItems: 2, maxItems: 20, items: {type: string}}
        days: {type: integer, minimum: 1, maximum: 90}
  timeout: medium
"""
import json
import os
import secrets
from datetime import datetime, timedelta, timezone

import boto3

from lambdas.survey import db
from lambdas.survey.http import response

CLOSE = json.loads(os.environ["SURVEYS_CLOSE_SCHEDULE"])
scheduler = boto3.client("scheduler")


def handler(event, context):
    user = event["requestContext"]["authorizer"]["claims"]
    body = json.loads(event["body"])
    choices = list(dict.fromkeys(choice.strip() for choice in body["choices"]))
    if len(choices) < 2:
        return response(400, {"error": "two choices at least"})
    survey_id = secrets.token_hex(5)
    closes = datetime.now(timezone.utc) + timedelta(days=body["days"])
    item = {
        **db.survey_key(survey_id),
        "id": survey_id,
        "owner": user["sub"],
        "email": user["email"],
        "title": body["title"],
        "choices": choices,
        "status": "open",
        "created": db.timestamp(),
        "closes": closes.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    db.table.put_item(Item=item, ConditionExpression="attribute_not_exists(pk)")
    scheduler.create_schedule(
        Name=f"close-{survey_id}",
        GroupName=CLOSE["GroupName"],
        ScheduleExpression=f"at({closes.strftime('%Y-%m-%dT%H:%M:%S')})",
        FlexibleTimeWindow={"Mode": "OFF"},
        ActionAfterCompletion="DELETE",
        Target={**CLOSE["Target"], "Input": json.dumps({"survey": survey_id})},
    )
    return response(201, {"id": survey_id, "closes": item["closes"]})
