"""Publishes what happened.

infra:
  endpoint: {api: public, method: POST, path: /events}
"""
import json
import os

import boto3


def handler(event, context):
    client = boto3.client("sns")
    body = json.loads(event["body"])
    response = client.publish(
        TargetArn=os.getenv("FANOUT_HAPPENED_TOPIC"),
        Message=json.dumps(body),
        MessageAttributes={"period": {"DataType": "String", "StringValue": body["period"]}},
    )
    return {"statusCode": 202, "body": response["MessageId"]}
