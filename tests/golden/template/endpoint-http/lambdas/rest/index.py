"""A lambda of the shop.

infra:
  endpoint: {api: public, method: ANY, path: $default}
"""


def handler(event, context):
    return {"path": event["rawPath"]}
