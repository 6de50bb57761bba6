"""A lambda of the golden case user-triggers.

infra:
  users: {trigger: pre-token-generation, pool: staff, version: 2}
"""


def handler(event, context):
    return event
