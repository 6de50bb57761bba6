"""Sends text messages through the queue of `texts`; those to one phone keep their order."""
import json
import os

import boto3

sqs = boto3.client("sqs")
QUEUE = os.environ["VET_TEXTS_QUEUE"]


def entry(number, text_id, phone, text):
    """One message of a batch."""
    return {
        "Id": str(number),
        "MessageBody": json.dumps({"id": text_id, "phone": phone, "text": text}),
        "MessageGroupId": phone.lstrip("+"),
        "MessageDeduplicationId": text_id,
    }


def send_all(texts):
    """Queues (id, phone, text) of any number, ten at a time."""
    for start in range(0, len(texts), 10):
        entries = [entry(number, *text) for number, text in enumerate(texts[start:start + 10])]
        response = sqs.send_message_batch(QueueUrl=QUEUE, Entries=entries)
        if response.get("Failed"):
            raise RuntimeError(f"not queued: {response['Failed']}")
