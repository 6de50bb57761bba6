"""The telephone company's webhook: a missed call becomes a ticket. It signs the body.

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

import boto3

from lambdas.common import tickets
from lambdas.common.bus import emit

secrets = boto3.client("secretsmanager")


def handler(event, context):
    body = event.get("body") or ""
    raw = base64.b64decode(body) if event["isBase64Encoded"] else body.encode()
    if not genuine(raw, event["headers"].get("x-phone-signature", "")):
        return {"statusCode": 401, "body": "wrong signature"}
    called = json.loads(raw)
    if called["type"] != "missed":
        return {"statusCode": 204}
    ticket = tickets.create(f"Missed call from {called['from']}", called["from"], "Please call back.", "high")
    emit("CallMissed", {"number": ticket.number, "caller": called["from"], "line": called["line"]})
    return {"statusCode": 201, "headers": {"Content-Type": "application/json"},
            "body": json.dumps({"number": ticket.number})}


def genuine(raw, signature):
    secret = secrets.get_secret_value(SecretId=os.environ["HELPDESK_PHONE_SECRET"])["SecretString"]
    expected = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, signature)
