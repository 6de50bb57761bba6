"""A lambda of the golden case vpc, with a network of the app.

infra:
  timer: {rate: 1 hour}
  vpc: own
"""


def handler(event, context):
    return None
