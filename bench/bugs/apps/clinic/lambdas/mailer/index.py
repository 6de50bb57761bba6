"""Sends queued e-mails by SES, each once.

infra:
  queue:
    batch: 10
    tries: 4
  timeout: long
  permissions:
  - action: ses:SendEmail
    resource: arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/*
"""
import json
import os
import time

import boto3
from botocore.exceptions import ClientError

ses = boto3.client("sesv2")
sent = boto3.resource("dynamodb").Table(os.environ["CLINIC_SENT_TABLE"])
KEPT = 14 * 24 * 3600


def handler(event, context):
    failed = []
    for record in event["Records"]:
        try:
            send_once(json.loads(record["body"]))
        except ClientError as error:
            print(f"{record['messageId']}: {error}")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def send_once(mail):
    try:
        sent.put_item(Item={"id": mail["id"], "expires": int(time.time()) + KEPT},
                      ConditionExpression="attribute_not_exists(id)")
    except sent.meta.client.exceptions.ConditionalCheckFailedException:
        print(f"{mail['id']} was sent")
        return
    try:
        ses.send_email(
            FromEmailAddress=os.environ["SENDER"],
            Destination={"ToAddresses": [mail["to"]]},
            Content={"Simple": {
                "Subject": {"Data": mail["subject"], "Charset": "UTF-8"},
                "Body": {"Text": {"Data": mail["text"], "Charset": "UTF-8"}}}})
    except ClientError:
        sent.delete_item(Key={"id": mail["id"]})
        raise
