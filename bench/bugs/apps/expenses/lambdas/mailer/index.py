"""Sends the e-mails of its queue.

infra:
  queue:
    batch: 10
    window: 2
  timeout: medium
"""
import json
import logging
import os

import boto3

logger = logging.getLogger()
ses = boto3.client("sesv2")


def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            send(json.loads(record["body"]))
        except Exception:
            logger.exception("message %s", record["messageId"])
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}


def send(message):
    """Sends one e-mail."""
    ses.send_email(
        FromEmailAddress=os.environ["SENDER"],
        Destination={"ToAddresses": [message["to"]]},
        Content={"Simple": {
            "Subject": {"Data": message["subject"], "Charset": "UTF-8"},
            "Body": {"Text": {"Data": message["text"], "Charset": "UTF-8"}},
        }},
    )
