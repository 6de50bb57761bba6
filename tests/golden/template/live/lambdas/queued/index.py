"""A lambda with an alias.

infra:
  snapstart: true
  queue: {}
"""


def handler(event, context):
    return None
