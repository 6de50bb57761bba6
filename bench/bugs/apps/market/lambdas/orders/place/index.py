"""Orders what is in the cart: POST /orders with {"coupon": "SPRING"}; an Idempotency-Key makes one of two.

infra:
  endpoint:
    api: private
    method: POST
    path: /orders
    schema:
      type: object
      additionalProperties: false
      properties:
        coupon: {type: string, pattern: "^[A-Z0-9]{3,20}$"}
  timeout: medium
"""
import hashlib
import json
import os
import time
from datetime import datetime, timezone
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr, Key

from lambdas.shop import store
from lambdas.shop.web import claims_of, header, respond

functions = boto3.client("lambda")
sqs = boto3.client("sqs")


def handler(event, context):
    owner = claims_of(event)["sub"]
    once = header(event, "Idempotency-Key")
    if not once:
        return respond(400, {"message": "say an Idempotency-Key"})
    id_ = hashlib.sha256(f"{owner}/{once}".encode()).hexdigest()[:20]
    known = store.order(id_)
    if known:
        if known["status"] == "open":
            ask_for_payment(id_)
        return respond(200, {"id": id_, "total": known["total"]})
    lines = cart(owner)
    if not lines:
        return respond(409, {"message": "the cart is empty"})
    prices = price(lines, json.loads(event["body"] or "{}").get("coupon"))
    order = {
        **store.order_key(id_),
        "owner": owner,
        "email": claims_of(event)["email"],
        "lines": lines,
        "total": Decimal(prices["total"]),
        "vat": Decimal(prices["vat"]),
        "status": "open",
        "created": datetime.now(timezone.utc).isoformat(timespec="seconds"),
    }
    try:
        write(order, lines, owner)
    except store.Cancelled as error:
        codes = [reason["Code"] for reason in error.response["CancellationReasons"]]
        if "ConditionalCheckFailed" not in codes:
            raise
        return respond(409, {"message": "something is sold out"})
    ask_for_payment(id_)
    return respond(201, {"id": id_, "total": order["total"]})


def cart(owner):
    """The lines of the cart with the price and title of each product."""
    rows = list(store.every(
        KeyConditionExpression=Key("pk").eq(f"cart#{owner}") & Key("sk").begins_with("line#"),
        FilterExpression=Attr("expires").gt(int(time.time())),
        ConsistentRead=True))
    lines = []
    for row in rows:
        product = store.table.get_item(Key=store.product_key(row["sku"])).get("Item")
        if product:
            lines.append({"sku": row["sku"], "quantity": row["quantity"], "price": product["price"],
                          "title": product["title"]})
    return lines


def price(lines, coupon):
    """What the lambda `price` says of lines."""
    asked = {"coupon": coupon, "lines": [
        {"price": str(line["price"]), "quantity": int(line["quantity"])} for line in lines]}
    response = functions.invoke(FunctionName=os.environ["MARKET_PRICE_FUNCTION"], Payload=json.dumps(asked).encode())
    said = json.loads(response["Payload"].read())
    if "FunctionError" in response:
        raise RuntimeError(f"price: {said.get('errorMessage')}")
    return said


def write(order, lines, owner):
    """Writes the order, takes its products from the stock and empties the cart: all or nothing."""
    store.client.transact_write_items(TransactItems=[
        {"Put": {
            "TableName": store.table.name,
            "Item": order,
            "ConditionExpression": "attribute_not_exists(pk)"}},
        *({"Update": {
            "TableName": store.table.name,
            "Key": store.product_key(line["sku"]),
            "UpdateExpression": "SET stock = stock - :quantity",
            "ConditionExpression": "stock >= :quantity",
            "ExpressionAttributeValues": {":quantity": line["quantity"]}}} for line in lines),
        *({"Delete": {
            "TableName": store.table.name,
            "Key": store.line_key(owner, line["sku"])}} for line in lines),
    ])


def ask_for_payment(id_):
    sqs.send_message(QueueUrl=os.environ["MARKET_PAY_QUEUE"], MessageBody=json.dumps({"order": id_}))
