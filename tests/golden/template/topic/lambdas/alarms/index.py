"""A lambda of the golden case topic.

infra:
  topic: {}
"""


def handler(event, context):
    return None
