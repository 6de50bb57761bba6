"""A lambda of the golden case runtimes.

infra:
  layers: [numpy]
"""


def handler(event, context):
    return None
