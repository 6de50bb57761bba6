"""A log of its own.

infra:
  log: {days: forever}
"""


def handler(event, context):
    return event
