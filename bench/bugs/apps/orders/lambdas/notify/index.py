"""Sends a text message to a buyer.

infra:
  topic: {}
  permissions:
  - action: sns:Publish
    resource: "*"
"""
import json

import boto3

sns = boto3.client("sns")


def handler(event, context):
    for record in event["Records"]:
        message = json.loads(record["Sns"]["Message"])
        sns.publish(PhoneNumber=message["phone"], Message=message["text"])
