"""A lambda of the golden case timer.

infra:
  timer:
    once: 2027-01-31T09:00
"""


def handler(event, context):
    return None
