"""A wrong use of a setting.

infra:
  vpc: main
"""


def handler(event, context):
    return None
