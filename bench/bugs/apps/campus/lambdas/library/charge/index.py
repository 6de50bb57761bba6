"""Charges a fee through the payment service: messages of library/fees, in the order of a student's fees.

infra:
  queue:
    fifo: true
    batch: 5
  timeout: long
"""
import base64
import json
import os
import urllib.error
import urllib.request
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr

from lambdas.shared import rows

secrets = boto3.client("secretsmanager")
fees = rows.resource.Table(os.environ["CAMPUS_FEES_TABLE"])


def api_key():
    value = secrets.get_secret_value(SecretId=os.environ["CAMPUS_PAYMENTS_SECRET"])["SecretString"]
    return json.loads(value)["key"]


def charge(message, key):
    """The id of the charge at the payment service."""
    cents = int(Decimal(message["amount"]) * 100)
    request = urllib.request.Request(
        os.environ["PAYMENTS"],
        data=json.dumps({"customer": message["student"], "cents": cents, "currency": "eur"}).encode(),
        headers={
            "Authorization": "Basic " + base64.b64encode(f"{key}:".encode()).decode("ascii"),
            "Content-Type": "application/json",
            "Idempotency-Key": message["fee"],
        },
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)["id"]


def process(message, key):
    row = fees.get_item(Key={"fee": message["fee"]}, ConsistentRead=True).get("Item")
    if row is not None and row["state"] != "failed":
        return
    try:
        number, state = charge(message, key), "pending"
    except urllib.error.HTTPError as error:
        if error.code >= 500:
            raise
        number, state = None, "failed"
    fees.put_item(
        Item={
            "fee": message["fee"], "student": message["student"], "email": message["email"], "book": message["book"],
            "amount": Decimal(message["amount"]), "state": state, "charge": number, "created": rows.stamp(),
        },
        ConditionExpression=Attr("state").not_exists() | Attr("state").eq("failed"),
    )


def handler(event, context):
    key = api_key()
    for position, record in enumerate(event["Records"]):
        try:
            process(json.loads(record["body"]), key)
        except Exception as error:
            print(f"{record['messageId']}: {error!r}")
            rest = event["Records"][position:]
            return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in rest]}
    return {"batchItemFailures": []}
