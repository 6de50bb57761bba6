"""The payment company's webhook. It signs the time and the body with our secret.

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

from lambdas.shared import bus, model

TOLERANCE = 300
secrets = boto3.client("secretsmanager")
conflict = model.bookings.meta.client.exceptions.ConditionalCheckFailedException


def is_genuine(raw, stamp, signature):
    secret = secrets.get_secret_value(SecretId=os.environ["FERRY_PAYMENTS_SECRET"])["SecretString"]
    expected = hmac.new(secret.encode(), stamp.encode() + b"." + raw, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, signature) and abs(time.time() - int(stamp)) < TOLERANCE


def handler(event, context):
    body = event.get("body") or ""
    raw = base64.b64decode(body) if event["isBase64Encoded"] else body.encode()
    headers = event["headers"]
    if not is_genuine(raw, headers.get("x-pay-time", "0"), headers.get("x-pay-signature", "")):
        return {"statusCode": 401}
    payment = json.loads(raw)
    if payment["type"] != "payment.captured":
        return {"statusCode": 204}
    sailing, booking = payment["reference"].split("/")
    try:
        row = model.bookings.update_item(
            Key={"sailing": sailing, "booking": booking},
            UpdateExpression="SET #status = :paid, payment = :payment",
            ConditionExpression="#status = :held",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={":paid": model.PAID, ":held": model.HELD, ":payment": payment["id"]},
            ReturnValues="ALL_NEW")["Attributes"]
    except conflict:
        print(f"{booking} is paid already, or was released")
        return {"statusCode": 200, "body": "known"}
    bus.emit("BookingPaid", {"sailing": sailing, "booking": booking, "seats": int(row["seats"])})
    return {"statusCode": 200, "body": "paid"}
