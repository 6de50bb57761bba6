"""A lambda with an alias.

infra:
  snapstart: true
  users: pre-sign-up
"""


def handler(event, context):
    return None
