"""Sends again what could not be delivered: {"outcome": "unreachable"}; called by hand.

infra: {}
"""
import json
import os

import boto3
from boto3.dynamodb.conditions import Key

table = boto3.resource("dynamodb").Table(os.environ["RELAY_TABLE"])
sqs = boto3.client("sqs")


def handler(event, context):
    rows = table.query(IndexName="outcome-index",
                       KeyConditionExpression=Key("outcome").eq(event.get("outcome", "unreachable")))["Items"]
    for row in rows:
        message = {"id": row["sk"].removeprefix("hook#"), "source": row["pk"].removeprefix("source#"),
                   "payload": row["payload"]}
        sqs.send_message(QueueUrl=os.environ["RELAY_DELIVER_QUEUE"], MessageBody=json.dumps(message))
    return {"sent": len(rows)}
