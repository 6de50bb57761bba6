"""A lambda of the golden case nested.

infra:
  queue:
    batch: 100
    window: 5
  timeout: long
"""


def handler(event, context):
    return None
