"""Takes the bounces of our mail provider, at an address of its own.

infra:
  url: {api: public}
  timeout: medium
"""
import base64
import hashlib
import hmac
import json
import os

import boto3

from lambdas.survey import db

secrets = boto3.client("secretsmanager")


def key():
    """The provider's key, as bytes."""
    return secrets.get_secret_value(SecretId=os.environ["SURVEYS_MAIL_SECRET"])["SecretString"].encode()


def handler(event, context):
    if event["requestContext"]["http"]["method"] != "POST":
        return {"statusCode": 405}
    body = event.get("body", "")
    raw = base64.b64decode(body) if event["isBase64Encoded"] else body.encode()
    expected = hmac.new(key(), raw, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, event["headers"].get("x-mail-signature", "")):
        return {"statusCode": 403, "body": "bad signature"}
    for bounce in json.loads(raw)["bounces"]:
        db.table.put_item(Item={"pk": f"email#{bounce['email']}", "sk": "bounce", "reason": bounce.get("reason", "unknown")})
    return {"statusCode": 204}
