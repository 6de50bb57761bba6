"""Reads the app's own stream, and puts its records on others.

infra:
  kinesis: {stream: demo}
"""
import os

import boto3

kinesis = boto3.client("kinesis")


def handler(event, context):
    for record in event["Records"]:
        kinesis.put_record(StreamName=os.environ["DEMO_CLICKS_STREAM"], Data=b"{}", PartitionKey="a")
    kinesis.put_records(StreamName=os.environ["DEMO_LOGS_STREAM"], Records=[{"Data": b"{}", "PartitionKey": "a"}])
