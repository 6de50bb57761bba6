"""A wrong use of a setting.

infra:
  env:
    AWS_REGION: x
"""


def handler(event, context):
    return None
