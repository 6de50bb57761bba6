"""The payment provider calls this when an invoice was paid or refunded.

infra:
  endpoint:
    api: public
    method: POST
    path: /payments/events
  timeout: medium
"""
import hashlib
import hmac
import os
import time
from decimal import Decimal

import boto3
from botocore.exceptions import ClientError

from lambdas.common import http

secrets = boto3.client("secretsmanager")
payments = boto3.resource("dynamodb").Table(os.environ["CARPOOL_PAYMENTS_TABLE"])
TOLERANCE = 300


def verify(header, body):
    """Raises a problem unless the header is "t=<seconds>,v1=<hex>" of the body."""
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    stamp = parts.get("t", "")
    if not stamp.isdigit() or abs(time.time() - int(stamp)) > TOLERANCE:
        raise http.Problem(400, "the signature is too old")
    key = secrets.get_secret_value(SecretId=os.environ["CARPOOL_PROVIDER_SECRET"])["SecretString"]
    expected = hmac.new(key.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, parts.get("v1", "")):
        raise http.Problem(401, "the signature is wrong")


def paid(invoice, identifier, cents):
    payments.update_item(
        Key={"invoice": invoice},
        UpdateExpression="SET #state = :paid, paid = :amount, events = list_append(if_not_exists(events, :none), :event)",
        ConditionExpression="attribute_exists(invoice) AND NOT contains(events, :id)",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues={
            ":paid": "paid", ":amount": Decimal(cents) / 100, ":none": [], ":event": [identifier], ":id": identifier},
    )


def refunded(invoice, identifier, cents):
    payments.update_item(
        Key={"invoice": invoice},
        UpdateExpression="SET #state = :refunded, paid = paid - :amount, events = list_append(events, :event)",
        ConditionExpression="#state = :paid AND NOT contains(events, :id)",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues={
            ":refunded": "refunded", ":paid": "paid", ":amount": Decimal(cents) / 100, ":event": [identifier], ":id": identifier},
    )


ACTIONS = {"payment.succeeded": paid, "payment.refunded": refunded}


@http.endpoint
def handler(event):
    verify(event["headers"].get("x-signature", ""), http.body_bytes(event))
    notice = http.body_json(event)
    action = ACTIONS.get(notice["type"])
    if action is None:
        return http.reply(204)
    data = notice["data"]
    try:
        action(data["invoice"], notice["id"], data["cents"])
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        print(f"{notice['id']} was not new, or {data['invoice']} is in another state")
    return http.reply(204)
