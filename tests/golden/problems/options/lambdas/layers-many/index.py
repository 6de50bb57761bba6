"""A wrong use of a setting.

infra:
  layers:
  - arn:aws:lambda:eu-west-1:580247275435:layer:a:1
  - arn:aws:lambda:eu-west-1:580247275435:layer:b:1
  - arn:aws:lambda:eu-west-1:580247275435:layer:c:1
  - arn:aws:lambda:eu-west-1:580247275435:layer:d:1
  - arn:aws:lambda:eu-west-1:580247275435:layer:e:1
  - arn:aws:lambda:eu-west-1:580247275435:layer:f:1
"""


def handler(event, context):
    return None
