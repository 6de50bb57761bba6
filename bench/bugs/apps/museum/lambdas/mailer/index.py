"""Sends the museum's e-mails.

infra:
  queue:
    batch: 10
    tries: 3
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: 30
"""
import html
import json
import logging
import os
import time

import boto3
from botocore.exceptions import ClientError

logger = logging.getLogger()
logger.setLevel("INFO")
ses = boto3.client("ses")
SENDER = os.environ["SENDER"]
FOOTER = {"ticket": "Please come ten minutes earlier.", "reminder": "Our registrar answers your questions."}


def page(lines):
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines)


def send(mail, kind):
    lines = list(mail["lines"])
    if footer := FOOTER.get(kind):
        lines.append(footer)
    response = ses.send_email(
        Source=SENDER,
        Destination={"ToAddresses": [mail["to"]]},
        Message={
            "Subject": {"Data": mail["subject"][:100], "Charset": "UTF-8"},
            "Body": {
                "Text": {"Data": "\n".join(lines), "Charset": "UTF-8"},
                "Html": {"Data": page(lines), "Charset": "UTF-8"},
            },
        },
        Tags=[{"Name": "kind", "Value": kind}],
    )
    return response["MessageId"]


def handler(event, context):
    failures = []
    for record in event["Records"]:
        kind = record["messageAttributes"].get("kind", {}).get("stringValue", "other")
        sent = int(record["attributes"]["SentTimestamp"]) / 1000
        try:
            message_id = send(json.loads(record["body"]), kind)
            logger.info("mail %s of %s, %.1f s old", message_id, kind, time.time() - sent)
        except ses.exceptions.MessageRejected:
            logger.warning("rejected: %s", record["messageId"])
        except (ClientError, KeyError):
            logger.exception("not sent: %s", record["messageId"])
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
