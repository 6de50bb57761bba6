"""Keeps the sums of what users enter, from the table's stream.

infra:
  stream:
    table: totals
    batch: 100
    window: 1
    filter: {eventName: [INSERT]}
"""
import logging
import os
from decimal import Decimal

import boto3
from boto3.dynamodb.types import TypeDeserializer

logger = logging.getLogger()
logger.setLevel(logging.INFO)

dynamodb = boto3.resource("dynamodb")
sums_table = dynamodb.Table(os.environ["TOTALS_SUMS_TABLE"])
deserializer = TypeDeserializer()


def update_sum(user, volume):
    sums_table.update_item(
        Key={"user": user},
        UpdateExpression="ADD volume :v, entries :one",
        ExpressionAttributeValues={":v": Decimal(str(volume)), ":one": 1},
    )


def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            image = {k: deserializer.deserialize(v) for k, v in record["dynamodb"]["NewImage"].items()}
            update_sum(image["user"], image["volume"])
        except KeyError:
            logger.exception("a row without volume")
            failures.append({"itemIdentifier": record["dynamodb"]["SequenceNumber"]})
            break
    return {"batchItemFailures": failures}
