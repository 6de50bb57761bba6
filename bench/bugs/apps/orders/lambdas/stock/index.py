"""Takes what was ordered out of the stock, then has it packed; tells when little is left.

infra:
  events:
  - name: placed
    topic: OrderPlaced
    pattern:
      sku: [{exists: true}]
  timeout: medium
"""
import json
import os

import boto3

from lambdas.shop import orders
from lambdas.shop.bus import tell

client = orders.table.meta.client
sqs = boto3.client("sqs")
FEW = 5


def handler(event, context):
    order = event["detail"]
    if not take(order):
        return
    sqs.send_message(QueueUrl=os.environ["SHOP_PACK_QUEUE"],
                     MessageBody=json.dumps({"order": order["id"], "items": [[order["sku"], order["count"]]]}))
    left = orders.table.get_item(Key=orders.stock_key(order["sku"]), ConsistentRead=True)["Item"]["pieces"]
    if left < FEW:
        tell("shop.stock", "StockLow", {"sku": order["sku"], "left": int(left)})


def take(order):
    """False if the stock does not suffice or the order was taken before."""
    try:
        client.transact_write_items(TransactItems=[
            {"Update": {
                "TableName": orders.table.name, "Key": orders.stock_key(order["sku"]),
                "UpdateExpression": "SET pieces = pieces - :count",
                "ConditionExpression": "pieces >= :count",
                "ExpressionAttributeValues": {":count": order["count"]}}},
            {"Update": {
                "TableName": orders.table.name, "Key": orders.key(order["id"]),
                "UpdateExpression": "SET #state = :taken",
                "ConditionExpression": "#state = :placed",
                "ExpressionAttributeNames": {"#state": "state"},
                "ExpressionAttributeValues": {":taken": "taken", ":placed": "placed"}}}])
    except client.exceptions.TransactionCanceledException as error:
        print(f"{order['id']}: {error}")
        return False
    return True
