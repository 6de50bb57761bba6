"""A lambda of the golden case timer-seconds.

infra:
  timer:
    body:
      text: costs ${PRICE}
    rate: 10 seconds
"""


def handler(event, context):
    return None
