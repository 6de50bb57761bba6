"""A lambda of the golden case queue-from.

infra:
  queue: {batch: 10, from: {source: {type: bucket, name: demo, form: notification}, topic: Object Created, prefix: in/}}
"""


def handler(event, context):
    return None
