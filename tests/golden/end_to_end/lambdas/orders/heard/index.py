"""Hears of each order that comes into the table.

infra:
  events:
  - name: new
    source: {type: table, name: chain}
    topic: INSERT
    pattern: {sk: [order]}
"""
from lambdas.notes import note


def handler(event, context):
    for record in event["detail"]["records"]:
        note("heard", record["newImage"]["sk"])
