"""A lambda.

infra:
  authorizer: {pattern: "^a"}
"""


def handler(event, context):
    return None
