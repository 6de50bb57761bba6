"""Keeps an order.

infra:
  endpoint:
    api: public
    method: POST
    path: /orders
    schema: {type: object, required: [sku], properties: {sku: {type: string}}}
"""
import json

from lambdas.notes import note


def handler(event, context):
    note("order", "order#" + json.loads(event["body"])["sku"])
    return {"statusCode": 201, "body": ""}
