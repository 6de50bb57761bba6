"""A lambda of the golden case endpoint-private.

infra:
  endpoint:
    api: public
    key: true
    method: GET
    path: /ping
"""


def handler(event, context):
    return None
