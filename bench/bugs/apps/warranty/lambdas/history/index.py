"""Keeps the changes of each claim's state for five years.

infra:
  events:
  - name: state
    source: {type: table, name: warranty-claims}
    topic: MODIFY
    pattern:
      diffKeys: [state]
  timeout: medium
"""
import os
import time

import boto3

table = boto3.resource("dynamodb").Table(os.environ["WARRANTY_HISTORY_TABLE"])
YEAR = 365 * 24 * 3600


def handler(event, context):
    for record in event["detail"]["records"]:
        new, old = record["newImage"], record["oldImage"]
        table.put_item(Item={
            "claim": new["claim"],
            "at": new.get("decided_at") or event["time"],
            "before": old["state"],
            "after": new["state"],
            "by": new.get("decided_by", "system"),
            "expires": int(time.time()) + 5 * YEAR,
        })
