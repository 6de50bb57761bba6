"""A lambda of the golden case queue-from.

infra:
  topic: {fifo: true}
"""


def handler(event, context):
    return None
