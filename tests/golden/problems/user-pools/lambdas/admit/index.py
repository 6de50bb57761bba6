"""A trigger.

infra:
  users: {trigger: pre-sign-up, pool: partners}
"""


def handler(event, context):
    return event
