"""Stores each delivery once.

infra:
  queue: {fifo: true, batch: 5}
"""
import json
import os
import time

import boto3
from botocore.exceptions import ClientError

deliveries = boto3.resource("dynamodb").Table(os.environ["HOOKS_DELIVERIES_TABLE"])


def process(record):
    attributes = record["messageAttributes"]
    key = f'{attributes["provider"]["stringValue"]}#{attributes["delivery"]["stringValue"]}'
    try:
        deliveries.put_item(Item={"delivery": key, "payload": json.loads(record["body"]), "group":
                                  record["attributes"]["MessageGroupId"], "expires": int(time.time()) + 7 * 86400},
                            ConditionExpression="attribute_not_exists(delivery)")
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        print("duplicate", key)


def handler(event, context):
    failures = []
    for record in event["Records"]:
        if failures:
            failures.append({"itemIdentifier": record["messageId"]})
            continue
        try:
            process(record)
        except Exception as error:
            print("failed", record["messageId"], error)
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
