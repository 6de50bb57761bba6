"""Mails the buyers.

infra:
  topic: {}
  permissions:
  - action: ses:SendEmail
    resource: arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/*
"""
import json
import os

import boto3


def handler(event, context, ses=boto3.client("sesv2"), sender=os.environ["SENDER"],
            buyers=os.environ["BUYERS"].split(",")):
    for record in event["Records"]:
        message = json.loads(record["Sns"]["Message"])
        text = f"{message['pieces']} pieces of {message['sku']} are left, counted on {message['counted']}"
        ses.send_email(FromEmailAddress=sender, Destination={"ToAddresses": buyers},
                       Content={"Simple": {"Subject": {"Data": record["Sns"]["Subject"]},
                                           "Body": {"Text": {"Data": text}}}})
