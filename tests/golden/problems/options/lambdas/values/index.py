"""Wrong values of settings.

infra:
  architecture: arm
  concurrency: 5
  image: Dockerfile
  layers:
  - arn:aws:lambda:eu-west-1:580247275435:layer:LambdaInsightsExtension-Arm64
  retries: 3
  runtime: python2.7
  storage: 100
  tracing: Active
  env:
    AWS_REGION: x
    PARETO_LINES: x
"""


def handler(event, context):
    return None
