"""A lambda of the golden case vpc, with a network for each stage.

infra:
  vpc: other
"""


def handler(event, context):
    return None
