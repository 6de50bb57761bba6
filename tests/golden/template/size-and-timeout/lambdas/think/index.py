"""A lambda of the golden case size-and-timeout.

infra:
  size: 3008
  timeout: 900
"""


def handler(event, context):
    return None
