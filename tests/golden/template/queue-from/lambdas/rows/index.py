"""A lambda of the golden case queue-from.

infra:
  queue: {from: {source: {type: table, name: demo}, topic: INSERT, pattern: {sk: [order]}}}
"""


def handler(event, context):
    return None
