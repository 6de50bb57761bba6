"""A lambda of the golden case timer-seconds.

infra:
  timer:
    rate: 1 second
    body: tick ${PRICE}
"""


def handler(event, context):
    return None
