"""The payment provider calls this when somebody has paid.

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

import boto3

secrets = boto3.client("secretsmanager")
sqs = boto3.client("sqs")


def signature_of(body):
    key = secrets.get_secret_value(SecretId=os.environ["DONATIONS_PROVIDER_SECRET"])["SecretString"]
    return hmac.new(key.encode("utf-8"), body, hashlib.sha256).hexdigest()


def answer(status, text):
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps({"message": text})}


def handler(event, context):
    body = event["body"] or ""
    data = base64.b64decode(body) if event["isBase64Encoded"] else body.encode("utf-8")
    headers = {name.lower(): value for name, value in event["headers"].items()}
    if not hmac.compare_digest(signature_of(data), headers.get("x-signature", "")):
        return answer(401, "wrong signature")
    payment = json.loads(data)
    if payment["status"] != "paid":
        return answer(200, "ignored")
    sqs.send_message(
        QueueUrl=os.environ["DONATIONS_RECORD_QUEUE"],
        MessageBody=json.dumps({
            "gift": payment["id"],
            "email": payment["customer"]["email"],
            "name": payment["customer"].get("name", ""),
            "campaign": payment["metadata"]["campaign"],
            "amount": payment["amount"]["value"],
            "given": payment["paidAt"],
        }),
    )
    return answer(200, "thank you")
