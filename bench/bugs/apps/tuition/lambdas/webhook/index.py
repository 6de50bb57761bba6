"""Takes the payment provider's calls, which are signed with our secret.

infra:
  endpoint:
    api: public
    method: POST
    path: /hooks/payments
  timeout: medium
"""
import base64
import hashlib
import hmac
import json
import os

import boto3

sqs = boto3.client("sqs")
secrets = boto3.client("secretsmanager")
KINDS = {"payment.succeeded", "payment.refunded"}


def secret():
    return secrets.get_secret_value(SecretId=os.environ["TUITION_PAYMENTS_SECRET"])["SecretString"]


def handler(event, context):
    body = event["body"] or ""
    raw = base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()
    headers = {name.lower(): value for name, value in event["headers"].items()}
    signature = headers.get("x-signature", "")
    expected = hmac.new(secret().encode(), raw, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(signature, expected):
        return {"statusCode": 401, "body": json.dumps({"message": "bad signature"})}
    payment = json.loads(raw)
    if payment["type"] in KINDS:
        sqs.send_message(
            QueueUrl=os.environ["TUITION_LEDGER_QUEUE"],
            MessageBody=json.dumps({"student": payment["student"], "reference": payment["id"], "cents": payment["amount"],
                                    "kind": payment["type"]}),
            MessageGroupId=payment["student"],
            MessageDeduplicationId=payment["id"],
        )
    return {"statusCode": 200, "body": json.dumps({"received": True})}
