"""A lambda of the golden case vpc-own.

infra:
  timer: {rate: 1 hour}
  vpc: own
"""


def handler(event, context):
    return None
