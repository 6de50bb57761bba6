"""Queues e-mails about tickets.

infra:
  events:
  - {name: opened, topic: TicketOpened}
  - {name: replied, topic: ReplyAdded}
  - {name: closed, topic: TicketClosed}
"""
import json
import os

import boto3

sqs = boto3.client("sqs")

TEXTS = {
    "TicketOpened": "We have received your request and will answer soon.",
    "TicketClosed": "Your request is closed. Write to us if it is not solved.",
}


def handler(event, context):
    kind, detail = event["detail-type"], event["detail"]
    text = detail["text"] if kind == "ReplyAdded" else TEXTS[kind]
    mail = {
        "id": event["id"],
        "to": detail["requester"],
        "subject": f"{detail['subject']} [#{detail['number']}]",
        "text": text,
    }
    sqs.send_message(
        QueueUrl=os.environ["HELPDESK_MAIL_SEND_QUEUE"],
        MessageBody=json.dumps(mail),
        MessageAttributes={"kind": {"DataType": "String", "StringValue": kind}})
