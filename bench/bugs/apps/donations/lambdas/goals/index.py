"""Looks whether a campaign has reached its goal.

infra:
  events:
  - name: total
    source: {type: table, name: donations-campaigns}
    topic: MODIFY
    pattern:
      diffKeys: [total]
  timeout: medium
"""
import json
import os

import boto3

sns = boto3.client("sns")


def handler(event, context):
    for record in event["detail"]["records"]:
        new, old = record["newImage"], record["oldImage"]
        goal = new.get("goal")
        if not goal:
            continue
        if old.get("total", 0) < goal <= new["total"]:
            sns.publish(
                TopicArn=os.environ["DONATIONS_ANNOUNCE_TOPIC"],
                Message=json.dumps({"campaign": new["campaign"], "title": new["title"], "total": new["total"]}),
            )
