"""Writes down who changed what, whenever a document changes.

infra:
  events:
  - name: changed
    source: {type: table, name: audit}
    pattern:
      sk: [document]
"""
import json
import os

import boto3

trail = boto3.resource("dynamodb").Table(os.environ["AUDIT_TRAIL_TABLE"])


def handler(event, context):
    detail = event["detail"]
    with trail.batch_writer() as batch:
        for number, record in enumerate(detail["records"]):
            new, old = record.get("newImage"), record.get("oldImage")
            batch.put_item(Item={
                "pk": record["pk"], "sk": f"change#{event['time']}#{event['id']}#{number}",
                "what": detail["eventName"], "fields": detail["diffKeys"],
                "actor": (new or old)["editor"], "was": json.dumps(old)})
