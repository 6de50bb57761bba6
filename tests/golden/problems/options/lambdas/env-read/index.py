"""A wrong use of a setting.

infra:
  env:
    LIMIT: 0123
"""


def handler(event, context):
    return None
