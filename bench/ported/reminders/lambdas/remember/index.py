"""Makes a schedule for one time.

infra:
  endpoint: {api: public, method: POST, path: /reminders}
"""
import json
import os
import uuid

import boto3

DELIVER = json.loads(os.environ["REMINDERS_DELIVER_SCHEDULE"])
scheduler = boto3.client("scheduler")


def handler(event, context):
    body = json.loads(event["body"])
    name = f"r-{uuid.uuid4()}"
    scheduler.create_schedule(
        Name=name,
        GroupName=DELIVER["GroupName"],
        ScheduleExpression=f"at({body['at']})",
        ScheduleExpressionTimezone=body.get("zone", "UTC"),
        FlexibleTimeWindow={"Mode": "OFF"},
        ActionAfterCompletion="DELETE",
        Target={**DELIVER["Target"], "Input": json.dumps({"text": body["text"]})},
    )
    return {"statusCode": 201, "body": json.dumps({"name": name})}
