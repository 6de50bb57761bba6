"""Takes an order, and tells the others.

infra:
  endpoint: {api: public, method: POST, path: /orders}
"""
import json
import logging
import os
import uuid

import boto3

logger = logging.getLogger()
logger.setLevel(logging.INFO)


def handler(event, context):
    event_bridge = boto3.client("events")
    order = {"state": "created", "id": str(uuid.uuid4()), **json.loads(event["body"])}
    response = event_bridge.put_events(
        Entries=[
            {
                "EventBusName": os.environ["ORDERS_BUS"],
                "Source": "demo.orders",
                "DetailType": "New Order",
                "Detail": json.dumps(order),
            },
        ]
    )
    logger.info(response)
    if response["FailedEntryCount"]:
        return {"statusCode": 503, "body": json.dumps({"message": "try again"})}
    return {"statusCode": 202, "body": json.dumps({"id": order["id"]})}
