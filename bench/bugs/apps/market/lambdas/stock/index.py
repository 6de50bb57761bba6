"""Puts the products of an order back into the stock, once, if its money went back or never came.

infra:
  events:
  - name: refunded
    topic: OrderRefunded
  - name: expired
    topic: OrderExpired
"""
import os
import time

import boto3

from lambdas.shop import store

seen = boto3.resource("dynamodb").Table(os.environ["MARKET_SEEN_TABLE"])
KEPT = 30 * 24 * 3600


def handler(event, context):
    detail = event["detail"]
    try:
        store.client.transact_write_items(TransactItems=[
            {"Put": {
                "TableName": seen.name,
                "Item": {"id": f"stock#{detail['order']}", "expires": int(time.time()) + KEPT},
                "ConditionExpression": "attribute_not_exists(id)"}},
            *({"Update": {
                "TableName": store.table.name,
                "Key": store.product_key(line["sku"]),
                "UpdateExpression": "ADD stock :quantity",
                "ExpressionAttributeValues": {":quantity": line["quantity"]}}} for line in detail["lines"]),
        ])
    except store.Cancelled as error:
        if error.response["CancellationReasons"][0]["Code"] != "ConditionalCheckFailed":
            raise
        print(f"{detail['order']} was put back before")
