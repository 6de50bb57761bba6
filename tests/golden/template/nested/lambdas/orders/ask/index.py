"""A lambda of the golden case nested.

infra:
  endpoint:
    api: public
    method: POST
    path: /refunds
"""
import os

DEMO_ORDERS_REFUND_QUEUE = os.environ["DEMO_ORDERS_REFUND_QUEUE"]


def handler(event, context):
    return None
