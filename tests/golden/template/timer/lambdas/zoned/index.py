"""A lambda of the golden case timer.

infra:
  timer:
    cron: 30 7 ? * MON-FRI *
    zone: Europe/Oslo
    body:
      report: daily
"""


def handler(event, context):
    return None
