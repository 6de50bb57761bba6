"""The caller's own profile.

infra:
  endpoint: {api: private, method: GET, path: /profile}
"""
import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["MEMBERS_TABLE"])


def handler(event, context):
    sub = event["requestContext"]["authorizer"]["claims"]["sub"]
    item = table.get_item(Key={"sub": sub}).get("Item")
    return {"statusCode": 200 if item else 404, "body": json.dumps(item)}
