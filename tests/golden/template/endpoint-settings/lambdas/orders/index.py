"""Two routes, one with a limit of its own.

infra:
  endpoint:
    api: public
    limit: {rate: 10, burst: 20}
    routes:
    - GET /orders/{id}
    - {method: ANY, path: /orders, limit: {rate: 0.5, burst: 2}}
"""


def handler(event, context):
    return {"statusCode": 200, "body": ""}
