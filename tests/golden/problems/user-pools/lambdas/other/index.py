"""A trigger of no pool.

infra:
  users: {trigger: pre-sign-up, pool: partner}
"""


def handler(event, context):
    return event
