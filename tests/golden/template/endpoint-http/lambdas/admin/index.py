"""A lambda of the shop.

infra:
  endpoint: {api: private, groups: [admin], method: GET, path: /admin}
"""


def handler(event, context):
    return event["requestContext"]["authorizer"]["lambda"]["email"]
