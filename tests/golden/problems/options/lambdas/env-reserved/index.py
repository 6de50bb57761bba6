"""A wrong use of a setting.

infra:
  env:
    AWS_REGION: x
    PARETO_LINES: x
"""


def handler(event, context):
    return None
