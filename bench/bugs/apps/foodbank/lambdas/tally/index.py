"""Counts donations and parcels by month and depot, each event once.

infra:
  events:
  - name: donated
    topic: DonationReceived
  - name: packed
    topic: ParcelPacked
    pattern:
      units: [{numeric: [">", 0]}]
"""
import os
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

import boto3

from lambdas.shared.times import ZONE

tally = boto3.resource("dynamodb").Table(os.environ["FOODBANK_TALLY_TABLE"])
client = tally.meta.client


class Change(NamedTuple):
    counter: str
    amount: Decimal


def changes(event):
    detail = event["detail"]
    match event["detail-type"]:
        case "DonationReceived":
            return [Change("donations", Decimal(1)), Change("kilos", Decimal(detail["kilos"]))]
        case "ParcelPacked":
            return [Change("parcels", Decimal(1)), Change("units", Decimal(detail["units"]))]
        case other:
            raise ValueError(f"no counter for {other}")


def handler(event, context):
    detail = event["detail"]
    month = datetime.fromisoformat(event["time"]).astimezone(ZONE).strftime("%Y-%m")
    name = detail.get("donation") or detail["parcel"]
    found = changes(event)
    update = {
        "TableName": tally.name,
        "Key": {"pk": f"month#{month}", "sk": f"depot#{detail['depot']}"},
        "UpdateExpression": "ADD " + ", ".join(f"#n{number} :v{number}" for number in range(len(found))),
        "ExpressionAttributeNames": {f"#n{number}": change.counter for number, change in enumerate(found)},
        "ExpressionAttributeValues": {f":v{number}": change.amount for number, change in enumerate(found)},
    }
    seen = {
        "TableName": tally.name,
        "Item": {"pk": f"seen#{event['detail-type']}", "sk": name},
        "ConditionExpression": "attribute_not_exists(pk)",
    }
    try:
        client.transact_write_items(TransactItems=[{"Put": seen}, {"Update": update}])
    except client.exceptions.TransactionCanceledException as error:
        if error.response["CancellationReasons"][0]["Code"] != "ConditionalCheckFailed":
            raise
        print(f"{name} was counted before")
