"""The cart of the signed-in customer: GET /cart, PUT /cart/{sku} with {"quantity": 2}, DELETE /cart/{sku}

infra:
  endpoint:
    api: private
    routes:
    - GET /cart
    - method: PUT
      path: /cart/{sku}
      schema:
        type: object
        required: [quantity]
        properties:
          quantity: {type: integer, minimum: 1, maximum: 99}
    - DELETE /cart/{sku}
"""
import json
import time

from boto3.dynamodb.conditions import Attr, Key

from lambdas.shop.store import every, line_key, product_key, table
from lambdas.shop.web import claims_of, respond

KEPT = 7 * 24 * 3600
MOST = 20


def handler(event, context):
    owner = claims_of(event)["sub"]
    if event["httpMethod"] == "GET":
        return respond(200, {"lines": [{"sku": line["sku"], "quantity": line["quantity"]} for line in lines(owner)]})
    sku = event["pathParameters"]["sku"]
    if event["httpMethod"] == "DELETE":
        table.delete_item(Key=line_key(owner, sku))
        return {"statusCode": 204}
    if "Item" not in table.get_item(Key=product_key(sku)):
        return respond(404, {"message": "there is no such product"})
    if len([line for line in lines(owner) if line["sku"] != sku]) >= MOST:
        return respond(409, {"message": "the cart is full"})
    quantity = json.loads(event["body"])["quantity"]
    table.put_item(Item={**line_key(owner, sku), "sku": sku, "quantity": quantity,
                         "expires": int(time.time()) + KEPT})
    return respond(200, {"sku": sku, "quantity": quantity})


def lines(owner):
    """The lines of a cart; DynamoDB deletes expired ones late."""
    return list(every(
        KeyConditionExpression=Key("pk").eq(f"cart#{owner}") & Key("sk").begins_with("line#"),
        FilterExpression=Attr("expires").gt(int(time.time())),
        ConsistentRead=True))
