"""Sends the letters of the queue, no faster than SES permits.

infra:
  timer: {rate: 1 minute}
  timeout: 60
"""
import json
import logging
import os
import time

import boto3
from botocore.exceptions import ClientError

logger = logging.getLogger()
logger.setLevel(logging.INFO)
sqs = boto3.client("sqs")
ses = boto3.client("sesv2")
URL = os.environ["MAIL_QUEUE_URL"]
RATE = int(os.environ["RATE"])
SENDER = os.environ["SENDER_ARN"].split("/")[-1]


def send(message):
    letter = json.loads(message["Body"])
    ses.send_email(FromEmailAddress=SENDER, Destination={"ToAddresses": [letter["to"]]},
                   ConfigurationSetName="Newsletter",
                   Content={"Simple": {"Subject": {"Data": letter["subject"]},
                                       "Body": {"Html": {"Data": letter["html"]}}}})


def handler(event, context):
    count = 0
    while context.get_remaining_time_in_millis() > 10_000:
        messages = sqs.receive_message(QueueUrl=URL, MaxNumberOfMessages=10, VisibilityTimeout=20).get("Messages", [])
        if not messages:
            break
        started = time.monotonic()
        for message in messages:
            try:
                send(message)
            except ClientError:
                logger.exception("not sent")
                continue
            sqs.delete_message(QueueUrl=URL, ReceiptHandle=message["ReceiptHandle"])
            count += 1
        time.sleep(max(0, len(messages) / RATE - (time.monotonic() - started)))
    return count
