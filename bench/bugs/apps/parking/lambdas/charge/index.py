"""Charges the fees of its queue.

infra:
  queue:
    batch: 10
    tries: 4
  timeout: 60
"""
import json
import logging
import os
import urllib.request

import boto3

from lambdas.common import sessions
from lambdas.common.bus import emit

logger = logging.getLogger()
logger.setLevel(logging.INFO)
secrets = boto3.client("secretsmanager")


def charge(key, message):
    """Asks the payment provider, and returns the id of the charge. The provider makes one charge for one key."""
    request = urllib.request.Request(
        os.environ["PAYMENT_URL"],
        data=json.dumps({"plate": message["plate"], "amount": message["cents"], "currency": "EUR"}).encode("utf-8"),
        headers={
            "Authorization": f"Bearer {key}",
            "Content-Type": "application/json",
            "Idempotency-Key": message["session"],
        },
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=5) as response:
        return json.loads(response.read())["id"]


def settle(key, message):
    reference = charge(key, message)
    try:
        sessions.pay(message["session"], reference)
    except sessions.AlreadyDone:
        logger.info("session %s is paid", message["session"])
        return
    emit("SessionPaid", {"session": message["session"], "cents": message["cents"], "charge": reference})


def handler(event, context):
    key = secrets.get_secret_value(SecretId=os.environ["PARKING_PAYMENT_SECRET"])["SecretString"]
    failures = []
    for record in event["Records"]:
        try:
            settle(key, json.loads(record["body"]))
        except Exception:
            logger.exception("message %s", record["messageId"])
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
