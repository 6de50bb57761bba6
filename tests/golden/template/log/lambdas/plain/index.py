"""A log of its own.

infra:
  log: {format: text}
"""


def handler(event, context):
    return event
