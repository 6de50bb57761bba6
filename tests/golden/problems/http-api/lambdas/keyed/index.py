"""A lambda.

infra:
  endpoint: {api: public, method: GET, path: /b, key: true}
"""


def handler(event, context):
    return None
