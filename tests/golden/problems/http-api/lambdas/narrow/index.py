"""A lambda.

infra:
  endpoint: {api: public, method: GET, path: $default}
"""


def handler(event, context):
    return None
