"""A wrong use of a setting.

infra:
  architecture: arm
"""


def handler(event, context):
    return None
