"""A lambda of the golden case endpoint-custom.

infra:
  authorizer: {header: X-Token, pattern: "^[a-z]+$", ttl: 60}
"""


def handler(event, context):
    return None
