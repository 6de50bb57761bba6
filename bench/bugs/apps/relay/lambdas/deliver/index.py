"""Delivers webhooks to the target, and keeps how that went.

infra:
  queue:
    batch: 5
  indexes:
  - name: outcome
    type: S
    table: relay
  timeout: 60
"""
import json
import os
import time
import urllib.error
import urllib.request

import boto3

table = boto3.resource("dynamodb").Table(os.environ["RELAY_TABLE"])
DAYS = 24 * 60 * 60


def handler(event, context):
    failures = []
    for record in event["Records"]:
        message = json.loads(record["body"])
        outcome = deliver(message["payload"])
        keep(message, outcome)
        if outcome != "delivered":
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}


def deliver(payload):
    """Posts a payload; "delivered", or why not."""
    request = urllib.request.Request(os.environ["TARGET_URL"], data=payload.encode(), method="POST",
                                     headers={"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=8):
            return "delivered"
    except urllib.error.HTTPError as error:
        return f"refused {error.code}"
    except OSError:
        return "unreachable"


def keep(message, outcome):
    """The row of a delivery."""
    table.put_item(Item={"pk": f"source#{message['source']}", "sk": f"hook#{message['id']}",
                         "payload": message["payload"], "outcome": outcome, "at": int(time.time()),
                         "until": int(time.time()) + 7 * DAYS})
