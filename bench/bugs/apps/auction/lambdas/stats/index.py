"""Counts the bids and the turnover of each day, from the stream of bids.

infra:
  stream:
    table: auction-bids
    batch: 50
    filter: {eventName: [INSERT]}
  timeout: medium
"""
import os
from decimal import Decimal

import boto3

days = boto3.resource("dynamodb").Table(os.environ["AUCTION_DAYS_TABLE"])


def count(image):
    day = image["placed"]["S"][:10]
    amount = Decimal(image["amount"]["N"])
    days.update_item(
        Key={"pk": day, "sk": "bids"},
        UpdateExpression="ADD bids :one, amount :amount",
        ExpressionAttributeValues={":one": 1, ":amount": amount},
    )


def handler(event, context):
    for record in event["Records"]:
        try:
            count(record["dynamodb"]["NewImage"])
        except KeyError as error:
            print(f"a bid without {error}")
            return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
    return {"batchItemFailures": []}
