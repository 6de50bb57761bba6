"""The webhook of the payment provider: POST /payments, signed: X-Pay-Signature: t=1780000000,v1=<hex>

infra:
  endpoint:
    api: public
    method: POST
    path: /payments
  timeout: medium
"""
import base64
import hashlib
import hmac
import json
import os
import time
from decimal import Decimal

import boto3

from lambdas.core.bus import emit
from lambdas.core.store import booking_key, client, row_of, table
from lambdas.core.web import no, ok

manager = boto3.client("secretsmanager")
ledger = boto3.resource("dynamodb").Table(os.environ["RENTALS_LEDGER_TABLE"])
TOLERANCE = 300


def raw_body(event) -> bytes:
    body = event["body"] or ""
    return base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()


def is_authentic(event, raw: bytes) -> bool:
    headers = {name.lower(): value for name, value in event["headers"].items()}
    parts = dict(part.split("=", 1) for part in headers.get("x-pay-signature", "").split(",") if "=" in part)
    sent = parts.get("t", "")
    if not sent.isdigit() or abs(time.time() - int(sent)) > TOLERANCE:
        return False
    key = manager.get_secret_value(SecretId=os.environ["RENTALS_PAY_SECRET"])["SecretString"]
    expected = hmac.new(key.encode(), sent.encode() + b"." + raw, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, parts.get("v1", ""))


def handler(event, context):
    raw = raw_body(event)
    if not is_authentic(event, raw):
        return no(401, "the signature is wrong")
    notice = json.loads(raw, parse_float=Decimal)
    if notice.get("type") != "deposit.paid":
        return ok({"ignored": notice.get("type")})
    booking = row_of(booking_key(notice["booking"]))
    if booking is None:
        return no(404, "no such booking")
    amount = Decimal(notice["amount"])
    if amount < booking["deposit"]:
        return no(409, f"{amount} is less than the deposit")
    try:
        client.transact_write_items(TransactItems=[
            {"Put": {"TableName": table.name, "Item": {"pk": f"paid#{notice['id']}", "sk": "paid", "amount": amount},
                     "ConditionExpression": "attribute_not_exists(pk)"}},
            {"Update": {"TableName": table.name, "Key": booking_key(notice["booking"]),
                        "UpdateExpression": "SET #state = :paid, paid = :amount",
                        "ExpressionAttributeNames": {"#state": "state"},
                        "ExpressionAttributeValues": {":paid": "paid", ":amount": amount}}},
            {"Put": {"TableName": ledger.name,
                     "Item": {"owner": booking["owner"], "entry": f"{booking['leave']}#{notice['booking']}",
                              "flat": booking["flat"], "rent": booking["rent"], "tax": booking["tax"],
                              "currency": booking["currency"]}}},
        ])
    except client.exceptions.TransactionCanceledException as error:
        if error.response["CancellationReasons"][0]["Code"] != "ConditionalCheckFailed":
            raise
    emit("BookingPaid", booking=notice["booking"], flat=booking["flat"], city=booking["city"], email=booking["email"],
         arrive=booking["arrive"], leave=booking["leave"], guests=int(booking["guests"]))
    return ok({"booking": notice["booking"]})
