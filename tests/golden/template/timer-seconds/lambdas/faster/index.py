"""A lambda of the golden case timer-seconds.

infra:
  timer:
    rate: 1 second
"""


def handler(event, context):
    return None
