"""Tells the pager of the watchmen what is wrong.

infra:
  topic:
    filter:
      attributes:
        kind: [climate, stock, loan]
  timeout: medium
"""
import json
import os
import urllib.error
import urllib.request

import boto3

secrets = boto3.client("secretsmanager")
PRIORITIES = {"climate": 1, "stock": 3}


def page(text, priority):
    """Posts to the pager, a second time if it is busy."""
    token = secrets.get_secret_value(SecretId=os.environ["CASTLE_PAGER_SECRET"])["SecretString"]
    body = json.dumps({"text": text, "priority": priority}).encode("utf-8")
    for attempt in (1, 2):
        request = urllib.request.Request(
            "https://pager.example/messages",
            data=body,
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=4) as response:
                return json.load(response)["id"]
        except urllib.error.HTTPError as error:
            if error.code != 503 or attempt == 2:
                raise


def handler(event, context):
    for record in event["Records"]:
        message = record["Sns"]
        kind = message["MessageAttributes"]["kind"]["Value"]
        text = message["Message"]
        if message.get("Subject"):
            text = f"{message['Subject']}: {text}"
        print(f"page {page(text, PRIORITIES.get(kind, 5))}")
