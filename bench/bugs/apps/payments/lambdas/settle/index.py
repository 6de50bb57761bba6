"""Asks the bank for the money, and tells what came of it.

infra:
  queue:
    batch: 10
  timeout: long
"""
import json
import os

import boto3

from lambdas import payments

bank = boto3.client("lambda")
events = boto3.client("events")


def handler(event, context):
    failed = []
    for record in event["Records"]:
        try:
            settle(json.loads(record["body"]))
        except Exception as error:
            print(f"{record['messageId']}: {error!r}")
            failed.append(record["messageId"])
    return {"batchItemFailures": [{"itemIdentifier": one} for one in failed]}


def settle(payment):
    """One payment: from open to settled or refused."""
    answer = bank.invoke(FunctionName=os.environ["PAY_BANK_FUNCTION"], Payload=json.dumps(
        {"card": payment["card"], "cents": payment["cents"]}))
    said = json.loads(answer["Payload"].read())
    if answer.get("FunctionError"):
        raise RuntimeError(said["errorMessage"])
    state = "settled" if said["paid"] else "refused"
    if payments.move(payment["id"], "open", state, receipt=said["receipt"]):
        tell("PaymentSettled" if said["paid"] else "PaymentRefused", {"id": payment["id"], "cents": payment["cents"]})


def tell(topic, detail):
    """Puts an event on the app's bus."""
    entry = {"EventBusName": os.environ["PAY_BUS"], "Source": "pay.settle", "DetailType": topic,
             "Detail": json.dumps(detail)}
    if events.put_events(Entries=[entry])["FailedEntryCount"]:
        raise RuntimeError(f"the bus did not take {topic}")
