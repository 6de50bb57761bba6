"""A lambda of the golden case user-triggers.

infra:
  users: pre-token-generation
"""


def handler(event, context):
    return event
