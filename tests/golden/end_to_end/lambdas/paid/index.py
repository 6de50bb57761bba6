"""Hears what the app says on its own bus.

infra:
  events:
  - name: paid
    topic: Paid
    pattern: {sku: [{prefix: A}]}
"""
from lambdas.notes import note


def handler(event, context):
    note("paid", event["detail"]["sku"])
