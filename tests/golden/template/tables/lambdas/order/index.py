"""A lambda of the golden case tables.

infra:
  indexes:
  - name: city
    table: demo-orders
    type: S
"""
import os

DEMO_ORDERS_TABLE = os.environ["DEMO_ORDERS_TABLE"]


def handler(event, context):
    return None
