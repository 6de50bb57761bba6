"""A lambda of the shop.

infra:
  endpoint:
    api: public
    limit: {rate: 10, burst: 20}
    routes: [GET /orders, POST /orders, "GET /orders/{id}"]
"""


def handler(event, context):
    return {"statusCode": 200, "body": event["rawPath"]}
