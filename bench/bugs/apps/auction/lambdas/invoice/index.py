"""Writes invoices, and sends them to the buyers.

infra:
  queue:
    batch: 10
    tries: 3
  permissions:
  - action: ses:SendEmail
    resource: "*"
  timeout: 30
"""
import json
import logging
import os
import urllib.request

import boto3
from botocore.exceptions import ClientError

logger = logging.getLogger()
logger.setLevel(logging.INFO)

s3 = boto3.client("s3")
ses = boto3.client("ses")
secrets = boto3.client("secretsmanager")
BUCKET = os.environ["AUCTION_BUCKET"]
PAYMENTS = "https://pay.example/links"


def payment_link(lot, amount):
    """A page of the payment provider on which the buyer pays."""
    secret = json.loads(secrets.get_secret_value(SecretId=os.environ["AUCTION_PAYMENTS_SECRET"])["SecretString"])
    request = urllib.request.Request(
        PAYMENTS,
        data=json.dumps({"reference": lot, "amount": amount, "currency": "EUR"}).encode(),
        headers={"Content-Type": "application/json", "X-Api-Key": secret["key"]},
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=5) as response:
        return json.load(response)["url"]


def is_written(key):
    try:
        s3.head_object(Bucket=BUCKET, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] == "404":
            return False
        raise
    return True


def send_invoice(message):
    key = f"invoices/{message['lot']}.txt"
    if is_written(key):
        logger.info("invoice %s exists", key)
        return
    link = payment_link(message["lot"], message["amount"])
    text = f"You bought {message['title']} for {message['amount']} EUR.\nPlease pay here: {link}\n"
    ses.send_email(
        Source=os.environ["SENDER"],
        Destination={"ToAddresses": [message["email"]]},
        Message={"Subject": {"Data": f"Your invoice for {message['title']}"}, "Body": {"Text": {"Data": text}}},
    )
    s3.put_object(Bucket=BUCKET, Key=key, Body=text.encode("utf-8"), ContentType="text/plain; charset=utf-8")


def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            send_invoice(json.loads(record["body"]))
        except Exception:
            logger.exception("message %s failed", record["messageId"])
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
