"""HR starts the run of a month for some teams: each employee becomes a message.

infra:
  endpoint:
    api: private
    groups: [hr]
    method: POST
    path: /runs/{month}
  timeout: long
"""
import json
import os
from datetime import datetime, timezone

import boto3

from lambdas.common import people

sqs = boto3.client("sqs")


def chunks(items, size):
    for start in range(0, len(items), size):
        yield items[start:start + size]


def handler(event, context):
    month = event["pathParameters"]["month"]
    teams = json.loads(event.get("body") or "{}").get("teams", [])
    caller = event["requestContext"]["authorizer"]["lambda"]["email"]
    try:
        people.table.put_item(
            Item={"pk": f"run#{month}", "sk": "run", "state": "open", "by": caller,
                  "started": datetime.now(timezone.utc).isoformat()},
            ConditionExpression="attribute_not_exists(pk)")
    except people.Taken:
        return {"statusCode": 409, "body": f"the run of {month} is open"}
    staff = [employee.id for team in teams for employee in people.team(team)]
    for group in chunks(staff, 10):
        response = sqs.send_message_batch(
            QueueUrl=os.environ["PAYROLL_CALCULATE_QUEUE"],
            Entries=[{"Id": f"e{number}", "MessageBody": json.dumps({"employee": employee, "month": month})}
                     for number, employee in enumerate(group)])
        if response.get("Failed"):
            raise RuntimeError(response["Failed"][0]["Message"])
    return {"statusCode": 202, "body": json.dumps({"employees": len(staff)})}
