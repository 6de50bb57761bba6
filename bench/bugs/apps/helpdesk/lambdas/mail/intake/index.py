"""Takes in e-mails that SES wrote to inbound/: a new ticket, or a reply to the ticket in the subject ([#17]).

infra:
  queue:
    batch: 5
    from:
      source: {type: bucket, name: helpdesk}
      topic: Object Created
      prefix: inbound/
  timeout: 30
"""
import json
import os
import re
import time
from email import message_from_bytes, policy
from email.utils import parseaddr

import boto3

from lambdas.common import tickets
from lambdas.common.bus import emit

s3 = boto3.client("s3")
seen = boto3.resource("dynamodb").Table(os.environ["HELPDESK_SEEN_TABLE"])
NUMBER = re.compile(r"\[#(\d+)\]")
KEPT = 30 * 24 * 3600


def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            detail = json.loads(record["body"])["detail"]
            take_in(detail["bucket"]["name"], detail["object"]["key"])
        except Exception as error:
            print(f"{record['messageId']}: {error!r}")
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}


def take_in(bucket, key):
    raw = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
    mail = message_from_bytes(raw, policy=policy.default)
    if known(mail["Message-ID"] or key):
        return
    sender = parseaddr(mail["From"])[1].lower()
    subject = mail["Subject"] or "(no subject)"
    part = mail.get_body(preferencelist=("plain", "html"))
    text = part.get_content() if part else ""
    found = NUMBER.search(subject)
    if found and tickets.find(int(found[1])):
        number = int(found[1])
        tickets.add_reply(number, sender, text)
        tickets.table.update_item(
            Key=tickets.key_of(number),
            UpdateExpression="SET #state = :open",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues={":open": "open"})
    else:
        ticket = tickets.create(subject, sender, text)
        emit("TicketOpened", {"number": ticket.number, "subject": subject, "requester": sender,
                              "priority": ticket.priority})
    remember(mail["Message-ID"] or key)


def known(message):
    return "Item" in seen.get_item(Key={"message": message}, ConsistentRead=True)


def remember(message):
    seen.put_item(Item={"message": message, "expires": int(time.time()) + KEPT})
