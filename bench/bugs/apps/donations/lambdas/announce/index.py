"""Tells the team's chat that a campaign reached its goal.

infra:
  topic: {}
  timeout: medium
"""
import json
import os
import urllib.request

import boto3

secrets = boto3.client("secretsmanager")


def post(text):
    url = secrets.get_secret_value(SecretId=os.environ["DONATIONS_CHAT_SECRET"])["SecretString"]
    request = urllib.request.Request(
        url,
        data=json.dumps({"text": text}).encode("utf-8"),
        headers={"Content-Type": "application/json"},
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=5) as response:
        return response.read().decode("utf-8")


def handler(event, context):
    for record in event["Records"]:
        message = json.loads(record["Sns"]["Message"])
        print(post(f"{message['title']} reached its goal: {message['total']} EUR"))
