"""A terminal sends a punch: somebody comes or goes.

infra:
  endpoint:
    api: custom
    authorizer: badge
    method: POST
    path: /punches
"""
import json
import os
from datetime import datetime, timezone

import boto3

kinesis = boto3.client("kinesis")


def handler(event, context):
    try:
        body = json.loads(event.get("body") or "{}")
        at = datetime.fromisoformat(body["at"])
        minutes = int(body["minutes"])
    except (ValueError, KeyError, TypeError):
        return {"statusCode": 400, "body": "at and minutes are needed"}
    if at.tzinfo is None or at > datetime.now(timezone.utc):
        return {"statusCode": 400, "body": "at needs a zone, and is not in the future"}
    employee = event["requestContext"]["authorizer"]["lambda"]["employee"]
    kinesis.put_record(
        StreamName=os.environ["PAYROLL_PUNCHES_STREAM"],
        PartitionKey=employee,
        Data=json.dumps({"employee": employee, "day": f"{at:%Y-%m-%d}", "minutes": minutes}).encode())
    return {"statusCode": 202}
