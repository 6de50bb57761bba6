"""Starts a report, and returns at once.

infra:
  endpoint: {api: public, method: POST, path: /reports}
"""
import json
import os
import uuid

import boto3

client = boto3.client("lambda")
table = boto3.resource("dynamodb").Table(os.environ["REPORTS_TABLE"])


def handler(event, context):
    job = str(uuid.uuid4())
    table.put_item(Item={"pk": "JOB", "sk": job, "status": "PENDING"})
    client.invoke(
        FunctionName=os.environ["REPORTS_BUILD_FUNCTION"],
        Payload=json.dumps({"job": job, **json.loads(event["body"])}),
        InvocationType="Event",
    )
    return {"statusCode": 202, "body": json.dumps({"job": job})}
