"""A user bids for a lot.

infra:
  endpoint:
    api: private
    method: POST
    path: /lots/{lot}/bids
    schema:
      type: object
      required: [amount]
      properties:
        amount: {type: number, minimum: 1}
  timeout: medium
"""
import json
import os
from decimal import Decimal

import boto3
from botocore.exceptions import ClientError

from lambdas.shared import lots

events = boto3.client("events")
sns = boto3.client("sns")
STEP = Decimal(os.environ["MIN_STEP"])
BIG = Decimal(os.environ["BIG_BID"])


def respond(status, body):
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}


def raise_price(lot, amount, moment):
    """Sets the price of an open lot, if it is higher by a step. Returns whether it did."""
    try:
        lots.lots.update_item(
            Key={"lot": lot},
            UpdateExpression="SET price = :amount ADD bids :one",
            ConditionExpression="#state = :open AND #ends > :now AND price <= :most",
            ExpressionAttributeNames={"#state": "state", "#ends": "ends"},
            ExpressionAttributeValues={
                ":amount": amount,
                ":one": 1,
                ":open": "open",
                ":now": moment,
                ":most": amount - STEP,
            },
        )
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            return False
        raise
    return True


def emit(detail):
    response = events.put_events(Entries=[{
        "EventBusName": os.environ["AUCTION_BUS"],
        "Source": "auction.bid",
        "DetailType": "BidPlaced",
        "Detail": json.dumps(detail),
    }])
    if response["FailedEntryCount"]:
        raise RuntimeError(response["Entries"][0]["ErrorMessage"])


def handler(event, context):
    lot = event["pathParameters"]["lot"]
    user = event["requestContext"]["authorizer"]["claims"]
    amount = Decimal(str(json.loads(event["body"])["amount"]))
    before = lots.highest_bid(lot)
    moment = lots.timestamp()
    if not raise_price(lot, amount, moment):
        return respond(409, {"message": "the lot is closed, or the bid is too low"})
    lots.bids.put_item(Item={
        "lot": lot,
        "placed": moment,
        "bidder": user["sub"],
        "email": user["email"],
        "amount": amount,
    })
    emit({
        "lot": lot,
        "amount": str(amount),
        "bidder": user["sub"],
        "first": before is None,
        "outbid": before["email"] if before else "",
    })
    if amount >= BIG:
        sns.publish(
            TopicArn=os.environ["AUCTION_ALERTS_TOPIC"],
            Subject="A large bid",
            Message=json.dumps({"lot": lot, "amount": str(amount)}),
            MessageAttributes={"kind": {"DataType": "String", "StringValue": "large"}},
        )
    return respond(201, {"lot": lot, "amount": float(amount)})
