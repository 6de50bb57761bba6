"""A lambda of the golden case endpoint.

infra:
  endpoint:
    api: public
    method: GET
    path: /orders/{id}
"""


def handler(event, context):
    return None
