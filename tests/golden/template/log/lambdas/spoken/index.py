"""A log of its own.

infra:
  log: {level: debug}
"""


def handler(event, context):
    return event
