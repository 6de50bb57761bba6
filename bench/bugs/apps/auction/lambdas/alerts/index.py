"""Tells the office in its chat about large bids and new reports.

infra:
  topic:
    filter: {attributes: {kind: [large, report]}}
  timeout: medium
"""
import json
import os
import urllib.request

import boto3

secrets = boto3.client("secretsmanager")


def text_of(message):
    if "amount" in message:
        return f"A bid of {message['amount']} EUR for {message['lot']}"
    return f"The report {message['key']}: {message['total']} EUR"


def handler(event, context):
    url = secrets.get_secret_value(SecretId=os.environ["AUCTION_CHAT_SECRET"])["SecretString"]
    for record in event["Records"]:
        message = json.loads(record["Sns"]["Message"])
        body = json.dumps({"text": text_of(message)}).encode("utf-8")
        request = urllib.request.Request(url, data=body, headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=5) as response:
            print(f"chat answers {response.status}")
