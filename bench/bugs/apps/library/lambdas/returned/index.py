"""Tells the next member on the list that a book is back.

infra:
  events:
  - name: returned
    topic: BookReturned
"""
import json
import os

import boto3

from lambdas.shared import books

sqs = boto3.client("sqs")


def handler(event, context):
    detail = event["detail"]
    hold = books.next_hold(detail["isbn"])
    if hold is None:
        return
    sqs.send_message(
        QueueUrl=os.environ["LIBRARY_MAILS_QUEUE"],
        MessageBody=json.dumps({
            "email": hold["email"],
            "subject": f"{detail['title']} is here",
            "text": "Your book waits for you at the desk for three days.",
        }),
    )
    books.table.delete_item(Key={"pk": hold["pk"], "sk": hold["sk"]})
