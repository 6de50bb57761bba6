"""Keeps the alarms that odd readings raise, and has the station's page show them.

A topic, because others may want to know too: subscribe a mail address to it, and the
alarms arrive there as well.

infra:
  topic: {}
"""
import json
import os
from decimal import Decimal

import boto3

table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])
sqs = boto3.client("sqs")


def handler(event, context):
    for record in event["Records"]:
        alarm = json.loads(record["Sns"]["Message"], parse_float=Decimal)
        # The same alarm is the same row: one that arrives twice is kept once.
        table.put_item(Item={"pk": alarm["station"], "sk": f"alarm#{alarm['time']}",
                             "celsius": alarm["celsius"]})
        sqs.send_message(QueueUrl=os.environ["DEMO_PAGES_QUEUE"], MessageBody=alarm["station"])
