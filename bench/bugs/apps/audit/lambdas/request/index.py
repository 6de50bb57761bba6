"""Asks for an export of what somebody did: POST /exports with {"actor": "ann"}

infra:
  endpoint:
    api: private
    method: POST
    path: /exports
    schema:
      type: object
      required: [actor]
      properties:
        actor: {type: string}
"""
import json
import os

import boto3

client = boto3.client("lambda")


def handler(event, context):
    actor = json.loads(event["body"])["actor"]
    key = f"exports/{actor}/{context.aws_request_id}.json"
    client.invoke(FunctionName=os.environ["AUDIT_EXPORT_FUNCTION"], InvocationType="Event",
                  Payload=json.dumps({"actor": actor, "key": key}).encode())
    return {"statusCode": 202, "body": json.dumps({"key": key})}
