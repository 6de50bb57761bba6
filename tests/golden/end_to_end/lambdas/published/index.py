"""Hears of each page.

infra:
  events:
  - name: published
    source: {type: website, name: chain}
    topic: Object Created
"""
from lambdas.notes import note


def handler(event, context):
    note("published", event["detail"]["object"]["key"])
