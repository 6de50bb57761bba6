"""Counts the errors of another program's log.

infra: {}
"""
import base64
import gzip
import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["OPS_TABLE"])


def handler(event, context):
    data = json.loads(gzip.decompress(base64.b64decode(event["awslogs"]["data"])))
    for entry in data["logEvents"]:
        table.put_item(Item={"pk": data["logGroup"], "sk": entry["id"], "message": entry["message"]})
