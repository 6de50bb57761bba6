"""A lambda of the golden case endpoint.

infra:
  endpoint:
    api: public
    method: GET
    parameters:
    - customer
    - since
    path: /orders
"""


def handler(event, context):
    return None
