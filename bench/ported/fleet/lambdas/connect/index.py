"""Decides which devices may connect, by their token.

infra: {}
"""
import hashlib
import hmac
import os

import boto3

secrets = boto3.client("secretsmanager")


def handler(event, context):
    user = event.get("protocolData", {}).get("mqtt", {}).get("username", "")
    key = secrets.get_secret_value(SecretId=os.environ["FLEET_TOKENS_SECRET"])["SecretString"]
    expected = hmac.new(key.encode(), user.encode(), hashlib.sha256).hexdigest()
    allowed = hmac.compare_digest(expected, event.get("token", ""))
    prefix = f"arn:aws:iot:{os.environ['AWS_REGION']}:{context.invoked_function_arn.split(':')[4]}"
    statements = [{"Effect": "Allow", "Action": "iot:Connect", "Resource": f"{prefix}:client/{user}"},
                  {"Effect": "Allow", "Action": "iot:Publish", "Resource": f"{prefix}:topic/devices/{user}/*"}]
    return {"isAuthenticated": allowed, "principalId": user.replace("-", "") or "nobody", "disconnectAfterInSeconds": 86400,
            "refreshAfterInSeconds": 300, "policyDocuments": [{"Version": "2012-10-17", "Statement": statements}] if allowed else []}
