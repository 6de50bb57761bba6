"""A wrong use of a setting.

infra:
  tracing: Active
"""


def handler(event, context):
    return None
