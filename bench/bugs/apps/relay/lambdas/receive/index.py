"""Takes webhooks: POST /hooks/{source}, with the signature of the body in X-Signature.

infra:
  endpoint:
    api: public
    method: POST
    path: /hooks/{source}
  permissions:
  - action: ssm:GetParameter
    resource: arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter/relay/*
"""
import json
import os

import boto3

from lambdas import signatures

sqs = boto3.resource("sqs")


def handler(event, context):
    headers = {name.lower(): value for name, value in event["headers"].items()}
    body = event["body"] or ""
    if not signatures.is_signed(body, headers.get("x-signature")):
        return {"statusCode": 401, "body": "bad signature"}
    message = {"id": context.aws_request_id, "source": event["pathParameters"]["source"], "payload": body}
    sqs.Queue(os.environ["RELAY_DELIVER_QUEUE"]).send_message(MessageBody=json.dumps(message))
    return {"statusCode": 202, "body": ""}
