"""Posts alerts to the chat of the people on duty; the webhook's address is a secret.

infra:
  topic: {}
  permissions:
  - action: secretsmanager:GetSecretValue
    resource: arn:aws:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:fleet/webhook-??????
  timeout: medium
"""
import json
import os
import urllib.request
from functools import lru_cache

import boto3

secrets = boto3.client("secretsmanager")


def handler(event, context):
    for record in event["Records"]:
        post(text(json.loads(record["Sns"]["Message"])))


def text(alert):
    """What people read."""
    return f"{alert['device']} has {alert['celsius']:.1f} degrees at {alert['time']}"


def post(message):
    """Posts to the webhook; an answer of 400 and more raises."""
    request = urllib.request.Request(webhook(), data=json.dumps({"text": message}).encode(), method="POST",
                                     headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=5) as reply:
        print(f"posted: {reply.status}")


@lru_cache(maxsize=1)
def webhook():
    """The address; asked once in an environment."""
    return json.loads(secrets.get_secret_value(SecretId=os.environ["WEBHOOK_SECRET"])["SecretString"])["url"]
