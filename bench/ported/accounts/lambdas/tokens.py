import os
import time
import uuid

import boto3
import jwt

ALGORITHM = "HS256"
ISSUER = "accounts"
_cache = {}


def secret():
    if "key" not in _cache or _cache["until"] < time.time():
        client = boto3.client("secretsmanager")
        _cache["key"] = client.get_secret_value(SecretId=os.environ["ACCOUNTS_JWT_SECRET"])["SecretString"]
        _cache["until"] = time.time() + 300
    return _cache["key"]


def issue(subject, scope, seconds=900):
    now = int(time.time())
    claims = {"sub": subject, "iss": ISSUER, "iat": now, "exp": now + seconds, "jti": uuid.uuid4().hex, "scope": scope}
    return jwt.encode(claims, secret(), algorithm=ALGORITHM), claims


def verify(token):
    return jwt.decode(token, secret(), algorithms=[ALGORITHM], issuer=ISSUER, options={"require": ["exp", "sub"]})
