"""Queues e-mails: {id, to, subject, text}. Two with the same id are one."""
import json
import os

import boto3

sqs = boto3.client("sqs")
QUEUE = os.environ["CLINIC_MAILER_QUEUE"]


def mail(id_, to, subject, text):
    return {"id": id_, "to": to, "subject": subject, "text": text}


def queue_all(mails):
    """Queues any number of mails, ten in a call."""
    for start in range(0, len(mails), 10):
        some = mails[start:start + 10]
        response = sqs.send_message_batch(QueueUrl=QUEUE, Entries=[
            {"Id": str(number), "MessageBody": json.dumps(one)} for number, one in enumerate(some)])
        if response.get("Failed"):
            raise RuntimeError(f"not queued: {response['Failed']}")
