"""Tells the buyers of a sku of which few pieces are left.

infra:
  events:
  - name: counted
    source: {type: table, name: depot}
    pattern:
      sk: [stock]
      diffKeys: [pieces]
"""
import json
import os

import boto3


def handler(event, context, sns=boto3.client("sns"), topic=os.environ["DEPOT_NOTIFY_TOPIC"],
            minimum=int(os.environ["MINIMUM"])):
    for record in event["detail"]["records"]:
        row = record["newImage"]
        if row and row["pieces"] < minimum:
            sku = record["pk"].removeprefix("sku#")
            sns.publish(TopicArn=topic, Subject="Few are left",
                        Message=json.dumps({"sku": sku, "pieces": row["pieces"], "counted": row["counted"]}))
