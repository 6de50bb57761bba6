"""Mails guests by template, in order for each booking.

infra:
  queue:
    fifo: true
    batch: 10
  timeout: long
  permissions:
  - action: ses:SendEmail
    resource: arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/*
"""
import json
import os

import boto3

ses = boto3.client("sesv2")
TEMPLATES = {
    "requested": ("Your request for {flat}", "We hold {flat} from {arrive}. Please pay the deposit of {deposit}."),
    "code": ("Your door code", "The code {code} opens the door from {begin} on."),
}


def mail(to, template, values):
    subject, text = (part.format(**values) for part in TEMPLATES[template])
    return ses.send_email(
        FromEmailAddress=os.environ["SENDER"],
        Destination={"ToAddresses": [to]},
        Content={"Simple": {"Subject": {"Data": subject}, "Body": {"Text": {"Data": text}}}},
    )["MessageId"]


def handler(event, context):
    records = event["Records"]
    for position, record in enumerate(records):
        message = json.loads(record["body"])
        try:
            mail(message["to"], message["template"], message["values"])
        except ses.exceptions.TooManyRequestsException:
            return {"batchItemFailures": [{"itemIdentifier": later["messageId"]} for later in records[position:]]}
        except ses.exceptions.MessageRejected as error:
            print(f"{message['to']}: {error}")
    return {"batchItemFailures": []}
