"""Sends the e-mails of its queue.

infra:
  queue:
    batch: 10
    tries: 3
  timeout: long
"""
import json
import logging
import os

import boto3

logger = logging.getLogger()
logger.setLevel(logging.INFO)
ses = boto3.client("ses")


def send(mail):
    ses.send_email(
        Source=os.environ["SENDER"],
        Destination={"ToAddresses": [mail["email"]]},
        Message={
            "Subject": {"Data": mail["subject"], "Charset": "UTF-8"},
            "Body": {"Text": {"Data": mail["text"], "Charset": "UTF-8"}},
        },
    )


def handler(event, context):
    failed = []
    for record in event["Records"]:
        try:
            send(json.loads(record["body"]))
        except Exception:
            logger.exception("mail %s", record["messageId"])
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}
