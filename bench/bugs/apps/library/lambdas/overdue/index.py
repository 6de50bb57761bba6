"""Each morning reminds the members whose books are overdue.

infra:
  timer:
    cron: 0 8 ? * MON-SAT *
    zone: Europe/Oslo
  timeout: 120
"""
import json
import logging
import os
from datetime import date

import boto3

from lambdas.shared import loans

logger = logging.getLogger()
logger.setLevel(logging.INFO)
sqs = boto3.client("sqs")
SIZE = 10


def mail(loan, today):
    days = (today - date.fromisoformat(loan["due"])).days
    return {
        "email": loan["email"],
        "subject": f"{loan['title']} is overdue",
        "text": f"It was due {days} days ago.",
    }


def send(mails):
    """Puts up to ten mails into the queue."""
    response = sqs.send_message_batch(
        QueueUrl=os.environ["LIBRARY_MAILS_QUEUE"],
        Entries=[{"Id": str(number), "MessageBody": json.dumps(entry)} for number, entry in enumerate(mails)],
    )
    if response.get("Failed"):
        raise RuntimeError(f"{len(response['Failed'])} mails were refused")


def handler(event, context):
    today = date.today()
    mails = [mail(loan, today) for loan in loans.overdue(today.isoformat())]
    for start in range(0, len(mails), SIZE):
        send(mails[start:start + SIZE])
    logger.info("%d reminders", len(mails))
    return {"reminders": len(mails)}
