"""Sends the school's e-mails: messages with {"template", "to", "values"}

infra:
  queue:
    batch: 10
    tries: 4
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: long
"""
import html
import json
import os
import string
from enum import Enum

import boto3
from botocore.exceptions import ClientError

ses = boto3.client("sesv2")


class Mail(Enum):
    JOINED = ("You are in $title", "You have a seat in the course $title.")
    WAITING = ("You wait for $title", "The course $title is full. You are on the waiting list.")
    PROMOTED = ("A seat in $title", "Somebody left: you have a seat in the course $title.")
    EXAM = ("Exam: $title", "The exam of $title begins at $start in room $room.")
    FEE = ("A fee of the library", "You paid $amount EUR for $book.")

    def texts(self, values):
        subject, text = (string.Template(part) for part in self.value)
        escaped = {name: html.escape(str(value)) for name, value in values.items()}
        return subject.substitute(values), text.substitute(values), f"<p>{text.substitute(escaped)}</p>"


def send(message):
    subject, text, page = Mail[message["template"].upper()].texts(message["values"])
    ses.send_email(
        FromEmailAddress=os.environ["SENDER"],
        Destination={"ToAddresses": [message["to"]]},
        Content={"Simple": {
            "Subject": {"Data": subject},
            "Body": {"Text": {"Data": text}, "Html": {"Data": page}},
        }},
    )


def handler(event, context):
    failed = []
    for record in event["Records"]:
        try:
            send(json.loads(record["body"]))
        except ClientError as error:
            if error.response["Error"]["Code"] == "MessageRejected":
                print(f"refused: {error}")
                continue
            failed.append(record["messageId"])
        except (KeyError, ValueError) as error:
            print(f"{record['messageId']} cannot be sent: {error!r}")
            failed.append(record["messageId"])
    return {"batchItemFailures": [{"itemIdentifier": id_} for id_ in failed]}
