"""A lambda of the golden case timer.

infra:
  timer:
    body:
      a:
      - true
      - null
      b: 1
    rate: 5 minutes
"""


def handler(event, context):
    return None
