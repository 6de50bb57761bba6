"""A lambda of the golden case indexes.

infra:
  indexes:
  - name: owner
    table: demo
    type: S
  - name: price
    table: demo
    type: N
"""
import os

DEMO_TABLE = os.environ["DEMO_TABLE"]


def handler(event, context):
    return None
