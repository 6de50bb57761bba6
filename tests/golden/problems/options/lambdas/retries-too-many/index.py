"""A wrong use of a setting.

infra:
  timer: {rate: 1 hour}
  retries: 3
"""


def handler(event, context):
    return None
