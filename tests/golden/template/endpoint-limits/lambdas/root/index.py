"""The root, with a limit of its own.

infra:
  endpoint: {api: public, method: GET, path: /, limit: {rate: 5, burst: 5}}
"""


def handler(event, context):
    return {"statusCode": 200, "body": ""}
