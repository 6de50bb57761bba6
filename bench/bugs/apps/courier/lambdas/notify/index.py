"""Sends the mails of the app.

infra:
  topic:
    filter:
      attributes:
        kind: [mail]
  permissions:
  - action: ses:SendEmail
    resource: "*"
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
            Destination={"ToAddresses": [message["to"]]},
            Message={
                "Subject": {"Data": message["subject"], "Charset": "UTF-8"},
                "Body": {"Text": {"Data": message["text"], "Charset": "UTF-8"}},
            },
        )
