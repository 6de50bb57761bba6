"""A lambda of the golden case queue-from.

infra:
  queue: {from: {source: {type: topic, name: orders}, filter: {attributes: {kind: [refund]}}}}
"""


def handler(event, context):
    return None
