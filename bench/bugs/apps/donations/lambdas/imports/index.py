"""Reads the statements of the bank: statements/<day>.csv with the columns id, email, name, purpose, amount, date.

infra:
  events:
  - name: statement
    source: {type: bucket, name: donations}
    topic: Object Created
    prefix: statements/
    suffix: .csv
  timeout: 120
  size: medium
"""
import csv
import json
import os

import boto3

s3 = boto3.client("s3")
sqs = boto3.client("sqs")
BUCKET = os.environ["DONATIONS_BUCKET"]
QUEUE = os.environ["DONATIONS_RECORD_QUEUE"]


def lines(key):
    """The lines of a statement that came in."""
    text = s3.get_object(Bucket=BUCKET, Key=key)["Body"].read().decode("utf-8-sig")
    for line in csv.DictReader(text.splitlines(), delimiter=";"):
        if line["email"].strip() and not line["amount"].startswith("-"):
            yield line


def send(messages):
    """Sends up to ten messages."""
    entries = [{"Id": str(number), "MessageBody": json.dumps(message)} for number, message in enumerate(messages)]
    response = sqs.send_message_batch(QueueUrl=QUEUE, Entries=entries)
    if response.get("Failed"):
        raise RuntimeError(f"not sent: {response['Failed']}")


def handler(event, context):
    key = event["detail"]["object"]["key"]
    messages = [
        {
            "gift": f"bank-{line['id']}",
            "email": line["email"].strip(),
            "name": line["name"],
            "campaign": line["purpose"].split()[0].lower(),
            "amount": line["amount"].replace(",", "."),
            "given": f"{line['date']}T00:00:00+00:00",
        }
        for line in lines(key)
    ]
    for start in range(0, len(messages), 10):
        send(messages[start:start + 10])
    return len(messages)
