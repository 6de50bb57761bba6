"""A lambda of the golden case timer.

infra:
  timer:
    cron: 0 6 1 * ? *
    form: event
    zone: America/Lima
"""


def handler(event, context):
    return event["time"]
