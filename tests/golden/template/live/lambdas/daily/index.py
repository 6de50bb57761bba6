"""A lambda with an alias.

infra:
  snapstart: true
  timer: {rate: 1 day}
"""


def handler(event, context):
    return None
