"""Writes down machines that stopped.

infra:
  topic: {filter: {attributes: {state: [stopped]}}}
"""
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["INSTANCES_TABLE"])


def handler(event, context):
    sns = event["Records"][0]["Sns"]
    table.put_item(Item={"pk": "STOPPED", "sk": sns["Message"]})
