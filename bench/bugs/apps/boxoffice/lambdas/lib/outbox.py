"""Messages for the lambda mails."""
import json
import os

import boto3

sqs = boto3.client("sqs")


def mail(address, subject, text):
    sqs.send_message(
        QueueUrl=os.environ["BOXOFFICE_MAILS_QUEUE"],
        MessageBody=json.dumps({"address": address, "subject": subject, "text": text}),
    )
