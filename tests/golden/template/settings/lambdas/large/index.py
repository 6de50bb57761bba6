"""A lambda of the golden case settings: all of a function's settings that go together.

infra:
  timer: {rate: 1 day}
  retries: 0
  age: 3600
  size: 3008
  timeout: 900
  storage: 10240
  env:
    CURRENCY: NOK
    LIMIT: 3
    POWERTOOLS_SERVICE_NAME: charge
    "QUIET": true
  layers:
  - pillow
  - font-tools
  - arn:${AWS::Partition}:lambda:${AWS::Region}:580247275435:layer:LambdaInsightsExtension-Arm64:20
  permissions:
  - action: [logs:CreateLogStream, logs:PutLogEvents]
    resource: arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda-insights:*
  - translate:TranslateText
  - action:
    - ses:SendEmail
    - ses:SendRawEmail
    resource: arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/example.com
  - action: s3:GetObject
    resource: arn:aws:s3:::open-data/*
"""
import os

CURRENCY, SLACK_URL = os.environ["CURRENCY"], os.environ["SLACK_URL"]


def handler(event, context):
    return CURRENCY, SLACK_URL
