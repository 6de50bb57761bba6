"""The account of the caller.

infra:
  endpoint: {api: custom, authorizer: guard, method: GET, path: /me}
"""
import os

import boto3

accounts = boto3.resource("dynamodb").Table(os.environ["ACCOUNTS_TABLE"])


def handler(event, context):
    email = event["requestContext"]["authorizer"]["lambda"]["email"]
    item = accounts.get_item(Key={"email": email}, ProjectionExpression="email")["Item"]
    return {"email": item["email"]}
