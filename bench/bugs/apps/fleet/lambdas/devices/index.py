"""Decides whether a van's device may send positions: X-Device is "<plate>.<HMAC of the plate>".

infra:
  authorizer:
    header: X-Device
    ttl: 0
"""
import hashlib
import hmac
import os

import boto3

secrets = boto3.client("secretsmanager")


def handler(event, context):
    plate, _dot, signature = event["headers"].get("x-device", "").rpartition(".")
    if not plate or not hmac.compare_digest(sign(plate), signature):
        return {"isAuthorized": False}
    return {"isAuthorized": True, "context": {"plate": plate}}


def sign(plate):
    key = secrets.get_secret_value(SecretId=os.environ["FLEET_DEVICES_SECRET"])["SecretString"]
    return hmac.new(key.encode(), plate.encode(), hashlib.sha256).hexdigest()
