"""Keeps the sums of each month in the ledger: what was paid, what was paid back.

infra:
  events:
  - name: paid
    topic: InvoicePaid
  - name: refunded
    topic: InvoiceRefunded
"""
import os
from datetime import datetime
from decimal import Decimal

import boto3
from botocore.exceptions import ClientError

ledger = boto3.resource("dynamodb").Table(os.environ["VET_LEDGER_TABLE"])
client = ledger.meta.client


def handler(event, context):
    month = datetime.fromisoformat(event["time"]).strftime("%Y-%m")
    detail = event["detail"]
    amount = Decimal(detail["amount"])
    if event["detail-type"] == "InvoiceRefunded":
        amount = -amount
    try:
        client.transact_write_items(TransactItems=[
            {"Put": {"TableName": ledger.name,
                     "Item": {"pk": "entry", "sk": detail["payment"], "month": month, "amount": amount,
                              "invoice": detail["invoice"]},
                     "ConditionExpression": "attribute_not_exists(pk)"}},
            {"Update": {"TableName": ledger.name, "Key": {"pk": "month", "sk": month},
                        "UpdateExpression": "ADD #sum :amount, entries :one",
                        "ExpressionAttributeNames": {"#sum": "sum"},
                        "ExpressionAttributeValues": {":amount": amount, ":one": 1}}}])
    except ClientError as error:
        if error.response["Error"]["Code"] != "TransactionCanceledException":
            raise
        reasons = [reason["Code"] for reason in error.response["CancellationReasons"]]
        if reasons[0] != "ConditionalCheckFailed":
            raise
        print(f"{detail['payment']} is in the ledger")
