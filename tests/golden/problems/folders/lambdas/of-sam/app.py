"""A handler with the name that SAM gives it.

infra:
  timer: {rate: 5 minutes}
"""


def handler(event, context):
    return 1
