"""A wrong use of a setting.

infra:
  storage: 100
"""


def handler(event, context):
    return None
