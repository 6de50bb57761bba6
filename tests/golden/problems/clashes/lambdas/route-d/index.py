"""
infra:
  endpoint:
    api: public
    method: GET
    path: /orders/{number}
"""


def handler(event, context):
    pass
