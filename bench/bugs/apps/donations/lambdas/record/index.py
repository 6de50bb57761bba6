"""Writes gifts, from the payment provider and from the bank.

infra:
  queue:
    batch: 10
    tries: 4
  timeout: 30
"""
import json
import os
import uuid
from decimal import Decimal, InvalidOperation

import boto3
from botocore.exceptions import ClientError

from lambdas.common import store

events = boto3.client("events")
CURRENCY = os.environ["CURRENCY"]


def known_donor(message):
    """The id of the donor of a message, who is written if they are new."""
    donor = store.donor_of(message["email"])
    if donor is None:
        donor = uuid.uuid4().hex
        store.donors.put_item(Item={
            "donor": donor,
            "email": message["email"].lower(),
            "name": message.get("name", ""),
            "newsletter": False,
            "since": store.now(),
        })
    return donor


def write(donor, message):
    """Writes a gift once. Returns whether it is new."""
    amount = Decimal(message["amount"])
    item = {
        "donor": donor,
        "gift": message["gift"],
        "campaign": message["campaign"],
        "given": message["given"],
        "amount": amount,
        "currency": CURRENCY,
    }
    try:
        store.dynamodb.meta.client.transact_write_items(TransactItems=[
            {"Put": {
                "TableName": store.gifts.name,
                "Item": item,
                "ConditionExpression": "attribute_not_exists(gift)",
            }},
            {"Update": {
                "TableName": store.campaigns.name,
                "Key": {"campaign": message["campaign"]},
                "UpdateExpression": "ADD #total :amount, gifts :one",
                "ExpressionAttributeNames": {"#total": "total"},
                "ExpressionAttributeValues": {":amount": amount, ":one": 1},
            }},
        ])
    except ClientError as error:
        reasons = [reason["Code"] for reason in error.response.get("CancellationReasons", [])]
        if "ConditionalCheckFailed" not in reasons:
            raise
        return False
    return True


def handler(event, context):
    failures, entries = [], []
    for record in event["Records"]:
        try:
            message = json.loads(record["body"])
            donor = known_donor(message)
            if not write(donor, message):
                continue
        except (ClientError, KeyError, ValueError, InvalidOperation) as error:
            print(f"message {record['messageId']}: {error!r}")
            failures.append({"itemIdentifier": record["messageId"]})
            continue
        entries.append({
            "EventBusName": os.environ["DONATIONS_BUS"],
            "Source": "donations.record",
            "DetailType": "GiftReceived",
            "Detail": json.dumps({
                "donor": donor,
                "gift": message["gift"],
                "campaign": message["campaign"],
                "amount": message["amount"],
            }),
        })
    if entries:
        response = events.put_events(Entries=entries)
        for entry in response["Entries"]:
            if "ErrorCode" in entry:
                print(f"no thanks: {entry['ErrorCode']} {entry['ErrorMessage']}")
    return {"batchItemFailures": failures}
