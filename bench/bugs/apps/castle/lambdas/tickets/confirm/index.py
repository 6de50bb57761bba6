"""Mails a ticket to its buyer.

infra:
  events:
  - name: sold
    topic: TicketSold
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: medium
"""
import hashlib
import hmac
import os

import boto3

ses = boto3.client("ses")
secrets = boto3.client("secretsmanager")

TEXT = """Dear visitor,

your ticket for {persons} on {day} at {time}: {code}
You paid {price} {currency}.
"""


def code_of(ticket):
    """A code that the door can verify without the table."""
    key = secrets.get_secret_value(SecretId=os.environ["CASTLE_DOOR_SECRET"])["SecretString"]
    digest = hmac.new(key.encode("utf-8"), ticket.encode("utf-8"), hashlib.sha256).hexdigest()
    return f"{ticket[:8]}-{digest[:8]}".upper()


def persons(count):
    return "one person" if count == 1 else f"{count} persons"


def handler(event, context):
    detail = event["detail"]
    text = TEXT.format(
        persons=persons(detail["persons"]),
        day=detail["day"],
        time=detail["time"],
        code=code_of(detail["ticket"]),
        price=detail["price"],
        currency=os.environ["CURRENCY"],
    )
    response = ses.send_email(
        Source=os.environ["SENDER"],
        Destination={"ToAddresses": [detail["email"]]},
        Message={
            "Subject": {"Data": f"Your ticket of {detail['day']}", "Charset": "UTF-8"},
            "Body": {"Text": {"Data": text, "Charset": "UTF-8"}},
        },
    )
    print(f"ticket {detail['ticket']}: {response['MessageId']}")
