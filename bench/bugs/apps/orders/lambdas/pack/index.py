"""Packs orders, and has their buyers told.

infra:
  queue:
    batch: 5
"""
import json
import os

import boto3

from lambdas.shop import orders

sns = boto3.client("sns")


def handler(event, context):
    failures = []
    for record in event["Records"]:
        try:
            pack(json.loads(record["body"]))
        except Exception as error:
            print(f"{record['body']}: {error!r}")
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}


def pack(parcel):
    """Marks an order as packed."""
    pieces = sum(count for _sku, count in parcel["items"])
    row = orders.table.update_item(
        Key=orders.key(parcel["order"]),
        UpdateExpression="SET #state = :packed, pieces = :pieces",
        ConditionExpression="attribute_exists(pk)",
        ExpressionAttributeNames={"#state": "state"},
        ExpressionAttributeValues={":packed": "packed", ":pieces": pieces},
        ReturnValues="ALL_NEW")["Attributes"]
    sns.publish(TopicArn=os.environ["SHOP_NOTIFY_TOPIC"],
                Message=json.dumps({"phone": row["phone"], "text": f"{pieces} pieces are on their way"}))
