"""Stores the state that devices report.

infra:
  timeout: 10
"""
import decimal
import json
import os
import time

import boto3

devices = boto3.resource("dynamodb").Table(os.environ["FLEET_DEVICES_TABLE"])
kinesis = boto3.client("kinesis")


def handler(event, context):
    values = json.loads(json.dumps({name: value for name, value in event.items() if name not in ("thing", "received")}),
                        parse_float=decimal.Decimal)
    devices.update_item(
        Key={"thing": event["thing"]},
        UpdateExpression="SET #state = :online, seen = :now, telemetry = :values",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues={":online": "online", ":now": int(time.time()), ":values": values})
    kinesis.put_record(StreamName=os.environ["FLEET_RAW_STREAM"], Data=json.dumps(event).encode(), PartitionKey=event["thing"])
