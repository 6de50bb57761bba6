"""A wrong use of a setting.

infra:
  queue: {}
  age: 60
"""


def handler(event, context):
    return None
