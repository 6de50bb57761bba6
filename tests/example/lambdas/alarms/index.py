"""Stores the alarms of unusual readings, and has the station's page published again.

Its trigger is a topic, because a topic can have more subscribers: subscribe an e-mail address
to it, and the alarms arrive there too.

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
        # The same alarm has the same key: if it arrives twice, it is stored once.
        table.put_item(Item={"pk": alarm["station"], "sk": f"alarm#{alarm['time']}",
                             "celsius": alarm["celsius"]})
        sqs.send_message(QueueUrl=os.environ["DEMO_PAGES_QUEUE"], MessageBody=alarm["station"])
