"""Resumes the executions whose deed is approved.

infra:
  stream:
    table: listings
    tries: 4
  timeout: 10
"""
import json
import os

import boto3

states = boto3.client("stepfunctions")
SERVICE = os.environ["SERVICE"]


def handler(event, context):
    for record in event["Records"]:
        image = record["dynamodb"].get("NewImage", {})
        old = record["dynamodb"].get("OldImage", {})
        token = image.get("task_token", {}).get("S")
        if not token or image["status"]["S"] != "APPROVED":
            continue
        if old.get("status") == image["status"] and old.get("task_token") == image["task_token"]:
            continue
        states.send_task_success(taskToken=token, output=json.dumps({"by": SERVICE}))
