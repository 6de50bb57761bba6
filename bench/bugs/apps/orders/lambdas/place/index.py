"""Takes an order: POST /orders with {"sku": "tea", "count": 2, "phone": "+49..."}

infra:
  endpoint:
    api: public
    method: POST
    path: /orders
    schema:
      type: object
      required: [sku, count, phone]
      additionalProperties: false
      properties:
        sku: {type: string}
        count: {type: integer, minimum: 1, maximum: 99}
        phone: {type: string, pattern: "^[+][0-9]+$"}
  timeout: 20
"""
import json
import os
from uuid import uuid4

import boto3

from lambdas.shop import orders
from lambdas.shop.bus import tell

functions = boto3.client("lambda")


def handler(event, context):
    order = json.loads(event["body"])
    cents = price(order["sku"], order["count"])
    if cents is None:
        return {"statusCode": 404, "body": json.dumps({"message": f"we sell no {order['sku']}"})}
    id_ = uuid4().hex
    orders.table.put_item(Item={**orders.key(id_), **order, "cents": cents, "state": "placed"})
    tell("shop.place", "OrderPlaced", {"id": id_, "sku": order["sku"], "count": order["count"]})
    return {"statusCode": 201, "body": json.dumps({"id": id_, "cents": cents})}


def price(sku, count):
    """In cents; None for what is not sold."""
    answer = functions.invoke(FunctionName=os.environ["SHOP_PRICE_FUNCTION"],
                              Payload=json.dumps({"sku": sku, "count": count}))
    return json.load(answer["Payload"])["cents"]
