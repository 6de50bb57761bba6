"""Tokens of users, signed by a key."""
import base64
import hashlib
import hmac
import json
import os

import boto3

_key = None


def key():
    global _key
    if _key is None:
        _key = boto3.client("secretsmanager").get_secret_value(SecretId=os.environ["TODOS_AUTH_SECRET"])["SecretString"]
    return _key


def made(username):
    body = base64.urlsafe_b64encode(json.dumps({"sub": username}).encode()).decode()
    return f"{body}.{hmac.new(key().encode(), body.encode(), hashlib.sha256).hexdigest()}"


def user(token):
    body, _dot, signature = token.partition(".")
    expected = hmac.new(key().encode(), body.encode(), hashlib.sha256).hexdigest()
    return json.loads(base64.urlsafe_b64decode(body))["sub"] if hmac.compare_digest(signature, expected) else None
