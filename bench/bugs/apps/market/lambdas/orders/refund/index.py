"""Gives the money of a paid order back, for its owner or the staff: POST /orders/{id}/refund

infra:
  endpoint:
    api: private
    method: POST
    path: /orders/{id}/refund
"""
import json
import os

import boto3

from lambdas.shop import bank, store
from lambdas.shop.web import claims_of, respond

sqs = boto3.client("sqs")


def handler(event, context):
    id_ = event["pathParameters"]["id"]
    order = store.order(id_)
    if order is None or not may(claims_of(event), order):
        return respond(404, {"message": "there is no such order"})
    if order["status"] != "refunding":
        try:
            store.move(id_, "paid", "refunding")
        except store.Conflict:
            return respond(409, {"message": f"the order is {order['status']}"})
    sqs.send_message(
        QueueUrl=os.environ["MARKET_REFUNDS_QUEUE"],
        MessageBody=json.dumps({"order": id_, "charge": order["charge"], "amount": bank.cents(order["total"])}),
        MessageGroupId=id_,
        MessageDeduplicationId=f"refund-{id_}")
    return respond(202, {"id": id_, "status": "refunding"})


def may(claims, order):
    """Whether somebody may have the money of an order given back."""
    groups = claims.get("cognito:groups") or ""
    return order["owner"] == claims["sub"] or "staff" in groups.split(",")
