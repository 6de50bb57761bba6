"""Reminds the borrowers whose loans end soon, or have ended.

infra:
  timer:
    cron: 30 7 ? * MON-FRI *
    zone: Europe/Vienna
    body: {days: 14}
  timeout: 60
"""
import json
import os
from datetime import timedelta

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.common import clock, db

queue = boto3.resource("sqs").Queue(os.environ["MUSEUM_MAILER_QUEUE"])


def ending(days):
    """The loans that end within some days, and those that have ended."""
    last = clock.today() + timedelta(days=days)
    condition = Key("status").eq("out") & Key("due").lte(last.isoformat())
    return db.pages(db.loans.query, IndexName="by_status", KeyConditionExpression=condition)


def reminder(loan):
    left = clock.days_until(loan["due"])
    when = f"ends in {left} days" if left >= 0 else f"ended {-left} days ago"
    return {"to": loan["email"], "subject": f"Your loan {when}", "lines": [f"Object {loan['object']} {when}."]}


def chunks(entries, size):
    for start in range(0, len(entries), size):
        yield entries[start:start + size]


def handler(event, context):
    entries = [
        {"Id": str(number), "MessageBody": json.dumps(reminder(loan)), "MessageAttributes": {
            "kind": {"DataType": "String", "StringValue": "reminder"}}}
        for number, loan in enumerate(ending(event["days"]))
    ]
    failed = 0
    for chunk in chunks(entries, 10):
        failed += len(queue.send_messages(Entries=chunk).get("Failed", []))
    if failed:
        raise RuntimeError(f"{failed} of {len(entries)} reminders were not sent")
    return {"sent": len(entries)}
