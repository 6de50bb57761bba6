"""Mails to a member what they borrowed.

infra:
  events:
  - name: borrowed
    topic: BookBorrowed
"""
import json
import os

import boto3

sqs = boto3.client("sqs")


def handler(event, context):
    loan = event["detail"]
    sqs.send_message(
        QueueUrl=os.environ["LIBRARY_MAILS_QUEUE"],
        MessageBody=json.dumps({
            "email": loan["email"],
            "subject": f"You borrowed {loan['title']}",
            "text": f"Please bring it back until {loan['due']}.",
        }),
    )
