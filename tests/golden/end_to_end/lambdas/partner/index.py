"""For those who have a key.

infra:
  endpoint: {api: public, method: GET, path: /partner, key: true}
"""


def handler(event, context):
    return {"statusCode": 200, "body": "for partners"}
