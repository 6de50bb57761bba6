"""A lambda of the golden case retries: an event is processed once, and within the hour.

infra:
  timer:
    rate: 1 day
  retries: 0
  age: 3600
"""


def handler(event, context):
    return None
