"""A lambda of the golden case nested.

infra:
  timer:
    body:
      text: costs ${PRICE}
    rate: 10 seconds
"""


def handler(event, context):
    return None
