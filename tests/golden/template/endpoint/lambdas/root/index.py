"""A lambda of the golden case endpoint.

infra:
  endpoint:
    api: public
    method: HEAD
    path: /
"""


def handler(event, context):
    return None
