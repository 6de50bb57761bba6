"""A lambda of the golden case nested.

infra:
  topic: {}
"""


def handler(event, context):
    return None
