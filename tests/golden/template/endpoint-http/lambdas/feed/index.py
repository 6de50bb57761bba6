"""A lambda of the shop.

infra:
  endpoint: {api: custom, authorizer: guard, method: GET, path: "/feed/{rest+}"}
"""


def handler(event, context):
    return event["requestContext"]["authorizer"]["lambda"]["team"]
