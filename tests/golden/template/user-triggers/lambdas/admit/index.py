"""A lambda of the golden case user-triggers.

infra:
  users: pre-sign-up
"""


def handler(event, context):
    return event
