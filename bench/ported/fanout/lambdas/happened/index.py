"""Everything weekly.

infra:
  topic: {filter: {attributes: {period: [weekly]}}}
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["FANOUT_TABLE"])


def handler(event, context):
    for record in event["Records"]:
        table.put_item(Item={"pk": "WEEKLY", "sk": record["Sns"]["MessageId"], "message": record["Sns"]["Message"]})
