"""E-mails go through the queue of the lambda mailer, as {"to", "subject", "text"}."""
import json
import os

import boto3

sqs = boto3.client("sqs")


def message(to, subject, text):
    """The body of a message to the queue."""
    return json.dumps({"to": to, "subject": subject, "text": text})


def mail(to, subject, text):
    """Sends one e-mail."""
    sqs.send_message(QueueUrl=os.environ["EXPENSES_MAILER_QUEUE"], MessageBody=message(to, subject, text))


def mail_all(bodies):
    """Sends any number of bodies, ten in a call; returns how many the queue took."""
    taken = 0
    for start in range(0, len(bodies), 10):
        entries = [{"Id": str(number), "MessageBody": body} for number, body in enumerate(bodies[start:start + 10])]
        response = sqs.send_message_batch(QueueUrl=os.environ["EXPENSES_MAILER_QUEUE"], Entries=entries)
        if response.get("Failed"):
            raise RuntimeError(f"not sent: {response['Failed']}")
        taken += len(entries)
    return taken
