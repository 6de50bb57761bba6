"""
infra:
  endpoint:
    api: private
    method: POST
    path: /orders/{order}/refund
"""


def handler(event, context):
    pass
