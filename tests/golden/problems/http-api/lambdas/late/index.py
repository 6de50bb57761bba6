"""A lambda.

infra:
  endpoint: {api: public, method: ANY, path: $default, wait: 60}
"""


def handler(event, context):
    return None
