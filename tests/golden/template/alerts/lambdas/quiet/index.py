"""Nobody is told of its failures.

infra:
  alarm: off
"""


def handler(event, context):
    return event
