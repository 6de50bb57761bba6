"""A lambda of the golden case timer.

infra:
  timer:
    cron: 0 9 ? * MON-FRI *
"""


def handler(event, context):
    return None
