"""A lambda of the golden case queue-from.

infra:
  topic: {}
"""


def handler(event, context):
    return None
