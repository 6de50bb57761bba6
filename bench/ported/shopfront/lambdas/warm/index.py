"""Keeps the site warm, as Zappa does.

infra:
  timer: {rate: 4 minutes}
"""
import json
import os

import boto3

lambdas = boto3.client("lambda")


def handler(event, context):
    lambdas.invoke(FunctionName=os.environ["SHOPFRONT_SITE_FUNCTION"], InvocationType="Event", Payload=json.dumps({
        "httpMethod": "GET", "path": "/products/", "headers": {}, "multiValueHeaders": {}, "multiValueQueryStringParameters": None,
        "requestContext": {}, "body": None, "isBase64Encoded": False}))
