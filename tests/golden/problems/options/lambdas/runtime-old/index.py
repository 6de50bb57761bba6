"""A wrong use of a setting.

infra:
  runtime: python2.7
"""


def handler(event, context):
    return None
