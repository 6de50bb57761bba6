"""A wrong use of a setting.

infra:
  layers:
  - arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension-Arm64
"""


def handler(event, context):
    return None
