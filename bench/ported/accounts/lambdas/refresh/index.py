"""A new token for a refresh token, which is used once.

infra:
  endpoint: {api: public, method: POST, path: /refresh}
  layers: [jwt]
"""
import json
import os
from http.cookies import SimpleCookie

import boto3
import jwt

from lambdas.tokens import issue, verify

refresh_tokens = boto3.resource("dynamodb").Table(os.environ["ACCOUNTS_REFRESH_TABLE"])


def handler(event, context):
    cookie = SimpleCookie("; ".join(event.get("cookies", [])))
    if "refresh" not in cookie:
        return {"statusCode": 401, "body": "no cookie"}
    try:
        claims = verify(cookie["refresh"].value)
    except jwt.PyJWTError:
        return {"statusCode": 401, "body": "invalid"}
    old = refresh_tokens.delete_item(Key={"jti": claims["jti"]}, ReturnValues="ALL_OLD").get("Attributes")
    if not old:
        return {"statusCode": 401, "body": "used"}
    token, _claims = issue(old["email"], "api")
    return {"statusCode": 200, "body": json.dumps({"token": token})}
