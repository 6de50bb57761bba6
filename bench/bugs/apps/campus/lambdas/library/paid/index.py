"""The payment service tells that a fee is paid.

infra:
  url:
    api: public
  timeout: medium
"""
import base64
import hashlib
import hmac
import json
import os
import time

import boto3

from lambdas.shared import outbox, rows

secrets = boto3.client("secretsmanager")
fees = rows.resource.Table(os.environ["CAMPUS_FEES_TABLE"])
TOLERANCE = 300


def verified(body: bytes, header: str) -> bool:
    """Whether a signature, t=<seconds>,v1=<hex>, is of this body and new."""
    parts = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    if not parts.get("t", "").isdigit() or abs(time.time() - int(parts["t"])) > TOLERANCE:
        return False
    secret = secrets.get_secret_value(SecretId=os.environ["CAMPUS_WEBHOOK_SECRET"])["SecretString"]
    expected = hmac.new(secret.encode(), parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, parts.get("v1", ""))


def mark(fee: str):
    """The row of a fee that is paid for the first time, or None."""
    try:
        return fees.update_item(
            Key={"fee": fee},
            UpdateExpression="SET #state = :paid, paid_at = :now",
            ConditionExpression="#state = :pending",
            ExpressionAttributeNames={"#state": "state"},
            ExpressionAttributeValues={":paid": "paid", ":pending": "pending", ":now": rows.stamp()},
            ReturnValues="ALL_NEW",
        )["Attributes"]
    except fees.meta.client.exceptions.ConditionalCheckFailedException:
        return None


def handler(event, context):
    body = event.get("body") or ""
    raw = base64.b64decode(body) if event["isBase64Encoded"] else body.encode()
    if not verified(raw, event["headers"].get("x-signature", "")):
        return {"statusCode": 401}
    notice = json.loads(raw)
    if notice["type"] == "charge.succeeded":
        row = mark(notice["fee"])
        if row:
            outbox.mail("fee", row["email"], amount=f"{row['amount']:.2f}", book=row["book"])
    return {"statusCode": 204}
