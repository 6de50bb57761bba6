"""Signs people up and in.

infra:
  endpoint: {api: public, routes: [POST /signup, POST /login]}
  layers: [jwt]
"""
import hashlib
import hmac
import json
import os
import secrets

import boto3
from boto3.dynamodb.conditions import Attr

from lambdas.tokens import issue

accounts = boto3.resource("dynamodb").Table(os.environ["ACCOUNTS_TABLE"])
refresh_tokens = boto3.resource("dynamodb").Table(os.environ["ACCOUNTS_REFRESH_TABLE"])


def hashed(password, salt):
    return hashlib.scrypt(password.encode(), salt=bytes.fromhex(salt), n=2**12, r=8, p=1).hex()


def signup(body):
    salt = secrets.token_hex(16)
    try:
        accounts.put_item(Item={"email": body["email"], "salt": salt, "hash": hashed(body["password"], salt)},
                          ConditionExpression=Attr("email").not_exists())
    except accounts.meta.client.exceptions.ConditionalCheckFailedException:
        return {"statusCode": 409}
    return {"statusCode": 201, "body": json.dumps({"email": body["email"]})}


def login(body):
    account = accounts.get_item(Key={"email": body["email"]}).get("Item")
    if not account or not hmac.compare_digest(hashed(body["password"], account["salt"]), account["hash"]):
        return {"statusCode": 401}
    token, _claims = issue(body["email"], "api")
    refresh, claims = issue(body["email"], "refresh", 30 * 86400)
    refresh_tokens.put_item(Item={"jti": claims["jti"], "exp": claims["exp"], "email": body["email"]})
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps({"token": token}),
            "cookies": [f"refresh={refresh}; HttpOnly; Secure; SameSite=Strict; Path=/refresh"]}


def handler(event, context):
    body = json.loads(event["body"])
    return signup(body) if event["routeKey"] == "POST /signup" else login(body)
