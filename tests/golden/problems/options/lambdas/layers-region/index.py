"""A wrong use of a setting.

infra:
  layers:
  - arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension-Arm64:20
"""


def handler(event, context):
    return None
