"""A lambda of the shop.

infra:
  endpoint: {api: public, routes: [GET /orders, POST /orders, "GET /orders/{id}"]}
"""


def handler(event, context):
    return {"statusCode": 200, "body": event["rawPath"]}
