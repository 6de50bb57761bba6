"""Sends queued e-mails: {"id", "to", "subject", "text"}

infra:
  queue:
    batch: 10
    tries: 3
  timeout: 30
  permissions:
  - action: ses:SendEmail
    resource: arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/*
"""
import json
import os

import boto3
from botocore.exceptions import ClientError

ses = boto3.client("ses")
FROM = os.environ["FROM_ADDRESS"]


def handler(event, context):
    failures = []
    for record in event["Records"]:
        mail = json.loads(record["body"])
        try:
            send(mail)
        except ClientError as error:
            if error.response["Error"]["Code"] == "MessageRejected":
                print(f"{mail['id']} is rejected: {error}")
                continue
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}


def send(mail):
    ses.send_email(
        Source=FROM,
        Destination={"ToAddresses": [mail["to"]]},
        Message={
            "Subject": {"Data": mail["subject"], "Charset": "UTF-8"},
            "Body": {"Text": {"Data": mail["text"], "Charset": "UTF-8"}},
        },
        ReplyToAddresses=[FROM])
