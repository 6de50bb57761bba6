"""An assessor sets the reserve of a claim, or asks for a payout.

infra:
  endpoint:
    api: private
    groups: [assessors, finance]
    routes:
    - path: /claims/{claim}/reserves
      method: POST
      schema:
        type: object
        required: [amount, currency]
        properties:
          amount: {type: string, pattern: '^[0-9]{1,9}([.][0-9]{1,3})?$'}
          currency: {type: string, enum: [EUR, CHF, GBP, JPY]}
    - path: /claims/{claim}/payouts
      method: POST
      schema:
        type: object
        required: [amount, currency, iban, request]
        properties:
          amount: {type: string, pattern: '^[0-9]{1,9}([.][0-9]{1,3})?$'}
          currency: {type: string, enum: [EUR, CHF, GBP, JPY]}
          iban: {type: string, minLength: 15, maxLength: 34}
          request: {type: string, minLength: 8, maxLength: 64}
    - GET /claims/{claim}/reserves
  timeout: medium
"""
import json
import os
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Key

from lambdas.shared import answers, files, money

sqs = boto3.client("sqs")
QUEUE = os.environ["CLAIMS_PAYOUTS_QUEUE"]


def money_of(body):
    value = money.Money(Decimal(body["amount"]), body["currency"])
    if value != value.rounded():
        raise ValueError(f"too many digits: {value}")
    return value


def reserve(claim, body):
    value = money_of(body)
    before = money.entries.get_item(Key={"claim": claim, "entry": "reserve"}).get("Item", {})
    money.entries.put_item(Item=money.entry_of(claim, "reserve", "reserve", value))
    return {"before": before.get("euros", 0), "reserve": money.in_euros(value).amount}


def request_payout(claim, body):
    value = money_of(body)
    sqs.send_message(
        QueueUrl=QUEUE,
        MessageBody=json.dumps({"claim": claim, "amount": str(value.amount), "currency": value.currency,
                                "iban": body["iban"].replace(" ", ""), "request": body["request"]}),
        MessageGroupId=claim,
        MessageDeduplicationId=f"{claim}-{body['request']}",
    )
    return {"request": body["request"]}


def entries(claim):
    page = money.entries.query(KeyConditionExpression=Key("claim").eq(claim), ConsistentRead=True)
    total = sum((item["euros"] for item in page["Items"] if item["kind"] == "payout"), Decimal(0))
    return {"entries": page["Items"], "paid": total}


@answers.endpoint
def handler(event):
    claim = event["pathParameters"]["claim"]
    if not files.get(claim):
        return 404, {"message": "no such claim"}
    if event["httpMethod"] == "GET":
        return entries(claim)
    body = json.loads(event["body"])
    if event["resource"].endswith("/reserves"):
        return 201, reserve(claim, body)
    return 202, request_payout(claim, body)
