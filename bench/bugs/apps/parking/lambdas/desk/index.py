"""Mails the operators what the other lambdas publish.

infra:
  topic: {}
"""
import json
import os

import boto3

ses = boto3.client("ses")


def handler(event, context):
    for record in event["Records"]:
        message = json.loads(record["Sns"]["Message"])
        ses.send_email(
            Source=os.environ["SENDER"],
            Destination={"ToAddresses": os.environ["OPERATORS"].split(",")},
            Message={
                "Subject": {"Data": record["Sns"].get("Subject") or "Parking"},
                "Body": {"Text": {"Data": f"{message['text']}\n\nSession {message['session']}"}},
            },
        )
