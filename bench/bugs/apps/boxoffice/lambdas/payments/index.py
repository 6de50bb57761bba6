"""The webhook of the payment provider: {"type", "order", "payment"}, signed with HMAC-SHA256 of the body.

infra:
  url: {api: public}
  layers: [powertools]
  timeout: medium
"""
import base64
import hashlib
import hmac
import json
import os

import boto3
from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities import parameters

from lambdas.lib import orders

logger = Logger()
events = boto3.client("events")


def body_of(event):
    """The bytes of the request's body."""
    body = event.get("body", "")
    return base64.b64decode(body) if event["isBase64Encoded"] else body.encode("utf-8")


def is_signed(body, signature):
    key = parameters.get_secret(os.environ["BOXOFFICE_WEBHOOK_SECRET"], max_age=300)
    digest = hmac.new(key.encode("utf-8"), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(digest, signature)


def publish(order):
    response = events.put_events(Entries=[{
        "EventBusName": os.environ["BOXOFFICE_BUS"],
        "Source": "boxoffice.payments",
        "DetailType": "OrderPaid",
        "Detail": json.dumps({
            "order": order["id"],
            "show": order["show"],
            "seats": order["seats"],
            "email": order["email"],
            "amount": int(order["amount"]),
        }),
    }])
    if response["FailedEntryCount"] > 0:
        raise RuntimeError(response["Entries"][0]["ErrorMessage"])


@logger.inject_lambda_context
def handler(event, context):
    body = body_of(event)
    if not is_signed(body, event["headers"].get("x-signature", "")):
        return {"statusCode": 401, "body": "wrong signature"}
    notice = json.loads(body)
    if notice["type"] != "payment.succeeded":
        return {"statusCode": 204}
    try:
        order = orders.pay(notice["order"], notice["payment"])
    except orders.Refused:
        order = orders.find(notice["order"])
        if order is None or order.get("payment") != notice["payment"]:
            logger.error("refund", extra={"order": notice["order"]})
            return {"statusCode": 409, "body": "the order is not held"}
    publish(order)
    return {"statusCode": 204}
