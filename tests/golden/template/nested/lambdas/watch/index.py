"""A lambda of the golden case nested.

infra:
  events:
  - name: paid
    pattern:
      diffKeys:
      - paid
    source:
      name: demo
      type: table
    topic: MODIFY
"""
import os

DEMO_TABLE = os.environ["DEMO_TABLE"]


def handler(event, context):
    return None
