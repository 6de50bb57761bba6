"""A lambda of the golden case timer.

infra:
  timer:
    rate: 1 hour
    form: event
"""


def handler(event, context):
    return event["time"]
