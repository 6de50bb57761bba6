"""A lambda of the golden case queue-from.

infra:
  queue: {batch: 10, from: {source: {type: topic, name: orders}}}
"""


def handler(event, context):
    return None
