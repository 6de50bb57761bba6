"""Creates a product, or changes it and adds to its stock, for people of the staff: PUT /products/{sku}

infra:
  endpoint:
    api: private
    groups: [staff]
    method: PUT
    path: /products/{sku}
    schema:
      type: object
      required: [title, category, price]
      additionalProperties: false
      properties:
        title: {type: string, minLength: 1, maxLength: 200}
        category: {type: string, pattern: "^[a-z]+$"}
        price: {type: number, minimum: 0}
        more: {type: integer, minimum: 0}
"""
import json
from datetime import datetime, timezone
from decimal import Decimal

from lambdas.shop.store import product_key, table
from lambdas.shop.web import respond


def handler(event, context):
    sku = event["pathParameters"]["sku"]
    body = json.loads(event["body"], parse_float=Decimal)
    row = table.update_item(
        Key=product_key(sku),
        UpdateExpression="SET title = :title, category = :category, price = :price, changed = :now, #by = :by "
                         "ADD stock :more",
        ExpressionAttributeNames={"#by": "by"},
        ExpressionAttributeValues={
            ":title": body["title"],
            ":category": body["category"],
            ":price": body["price"],
            ":now": datetime.now(timezone.utc).isoformat(timespec="seconds"),
            ":by": event["requestContext"]["authorizer"]["email"],
            ":more": body.get("more", 0),
        },
        ReturnValues="ALL_NEW")["Attributes"]
    return respond(200, {"sku": sku, "price": row["price"], "stock": row["stock"]})
