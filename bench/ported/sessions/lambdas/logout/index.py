"""Ends a session.

infra:
  endpoint: {api: public, method: DELETE, path: "/sessions/{token}"}
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["SESSIONS_TABLE"])


def handler(event, context):
    table.delete_item(Key={"token": event["pathParameters"]["token"]})
    return {"statusCode": 204}
