"""Pays refunds through the bank: messages {"claim": ..., "amount": "49.90"}.

infra:
  queue:
    batch: 5
    tries: 3
  timeout: 30
"""
import json
import os
import urllib.error
import urllib.request
from decimal import Decimal, InvalidOperation

import boto3

refunds = boto3.resource("dynamodb").Table(os.environ["WARRANTY_REFUNDS_TABLE"])
secrets = boto3.client("secretsmanager")
URL = os.environ["REFUND_URL"]


def token():
    response = secrets.get_secret_value(SecretId=os.environ["WARRANTY_BANK_SECRET"])
    return json.loads(response["SecretString"])["token"]


def transfer(claim, amount):
    """Asks the bank for a transfer; the bank knows a repeated claim. Returns its reference."""
    request = urllib.request.Request(
        URL,
        data=json.dumps({"id": claim, "amount": amount}).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {token()}"},
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=5) as response:
        return json.loads(response.read())["reference"]


def refund(message):
    claim = message["claim"]
    if "Item" in refunds.get_item(Key={"claim": claim}, ConsistentRead=True):
        return
    reference = transfer(claim, message["amount"])
    refunds.put_item(Item={"claim": claim, "amount": Decimal(message["amount"]), "reference": reference})


def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            refund(json.loads(record["body"]))
        except (urllib.error.URLError, KeyError, ValueError, InvalidOperation) as error:
            print(f"message {record['messageId']}: {error!r}")
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
