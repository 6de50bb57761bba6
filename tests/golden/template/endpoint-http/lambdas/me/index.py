"""A lambda of the shop.

infra:
  endpoint: {api: private, method: GET, path: /me, wait: 30}
"""


def handler(event, context):
    return event["requestContext"]["authorizer"]["jwt"]["claims"]["sub"]
