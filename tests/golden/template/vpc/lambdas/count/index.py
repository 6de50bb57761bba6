"""A lambda of the golden case vpc.

infra:
  vpc: main
"""


def handler(event, context):
    return None
