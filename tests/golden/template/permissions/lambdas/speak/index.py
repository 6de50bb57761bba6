"""A lambda of the golden case permissions.

infra:
  permissions:
  - translate:TranslateText
  - action:
    - ses:SendEmail
    - ses:SendRawEmail
    resource: arn:aws:ses:${AWS::Region}:${AWS::AccountId}:identity/example.com
  - action: s3:GetObject
    resource: arn:aws:s3:::open-data/*
"""


def handler(event, context):
    return None
