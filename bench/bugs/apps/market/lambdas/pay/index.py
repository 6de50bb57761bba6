"""Asks the provider for the money of orders, and tells the topic of the invoices what came of it.

infra:
  queue:
    batch: 5
    tries: 8
  timeout: long
"""
import json
import os
import urllib.error
from datetime import datetime, timezone

import boto3

from lambdas.shop import bank, store

sns = boto3.client("sns")
sqs = boto3.client("sqs")


def handler(event, context):
    token = bank.key()
    failed = []
    for record in event["Records"]:
        try:
            settle(json.loads(record["body"])["order"], token)
        except Exception as error:
            print(f"{record['messageId']}: {error!r}")
            failed.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failed}


def settle(id_, token):
    order = store.order(id_)
    if order is None:
        print(f"there is no order {id_}")
        return
    status = order["status"]
    if status == "open":
        status = charge(id_, order, token)
    if status in ("paid", "refused"):
        sns.publish(
            TopicArn=os.environ["MARKET_INVOICES_TOPIC"],
            Message=json.dumps({"order": id_, "status": status}),
            MessageAttributes={"status": {"DataType": "String", "StringValue": status}})


def charge(id_, order, token):
    """Takes the money of an open order; its status afterwards."""
    amount = bank.cents(order["total"])
    try:
        answer = bank.post("charges", {"order": id_, "amount": amount, "currency": os.environ["CURRENCY"]}, id_, token)
    except urllib.error.HTTPError as error:
        if error.code != 402:
            raise
        store.move(id_, "open", "refused")
        return "refused"
    now = datetime.now(timezone.utc).isoformat(timespec="seconds")
    try:
        store.move(id_, "open", "paid", charge=answer["id"], paid=now)
    except store.Conflict:  # it expired meanwhile: the money goes back
        give_back(id_, answer["id"], amount)
        return "expired"
    return "paid"


def give_back(id_, charge_id, amount):
    sqs.send_message(
        QueueUrl=os.environ["MARKET_REFUNDS_QUEUE"],
        MessageBody=json.dumps({"order": id_, "charge": charge_id, "amount": amount}),
        MessageGroupId=id_,
        MessageDeduplicationId=f"refund-{id_}")
