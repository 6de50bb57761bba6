"""A lambda with an alias.

infra:
  snapstart: true
  topic: {}
"""


def handler(event, context):
    return None
