"""Closes the lots whose time is over.

infra:
  timer:
    rate: 1 minute
  timeout: 50
"""
import json
import os

import boto3

from lambdas.shared import lots

sqs = boto3.client("sqs")
events = boto3.client("events")


def close(row):
    """Closes one lot. Returns whether it was open until now."""
    try:
        lots.lots.update_item(
            Key={"lot": row["lot"]},
            UpdateExpression="SET #state = :closed",
            ConditionExpression="#state = :open",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues={":closed": "closed", ":open": "open"},
        )
    except lots.lots.meta.client.exceptions.ConditionalCheckFailedException:
        return False
    return True


def handler(event, context):
    closed = []
    for row in lots.lots_in("open", lots.timestamp()):
        if not close(row):
            continue
        closed.append(row["lot"])
        bid = lots.highest_bid(row["lot"])
        if bid is not None:
            sqs.send_message(
                QueueUrl=os.environ["AUCTION_INVOICE_QUEUE"],
                MessageBody=json.dumps({
                    "lot": row["lot"],
                    "title": row["title"],
                    "email": bid["email"],
                    "amount": str(bid["amount"]),
                }),
            )
        response = events.put_events(Entries=[{
            "EventBusName": os.environ["AUCTION_BUS"],
            "Source": "auction.closing",
            "DetailType": "LotClosed",
            "Detail": json.dumps({"lot": row["lot"], "seller": row["seller"], "sold": bid is not None}),
        }])
        if response["FailedEntryCount"]:
            raise RuntimeError(response["Entries"][0]["ErrorMessage"])
    return closed
