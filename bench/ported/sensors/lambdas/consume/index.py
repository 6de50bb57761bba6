"""Readings of a Kinesis stream.

infra:
  kinesis:
    stream: sensors-readings
    batch: 10
"""
import base64
import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["SENSORS_TABLE"])


def handler(event, context):
    for record in event["Records"]:
        payload = json.loads(base64.b64decode(record["kinesis"]["data"]).decode("utf-8"))
        print("Decoded payload:", payload)
        table.put_item(Item={"pk": record["kinesis"]["partitionKey"], "sk": str(payload["at"]),
                             "value": str(payload["value"])})
