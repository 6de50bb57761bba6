"""A wrong use of a setting.

infra:
  concurrency: 5
"""


def handler(event, context):
    return None
