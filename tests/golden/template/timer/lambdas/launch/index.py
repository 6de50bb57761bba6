"""A lambda of the golden case timer.

infra:
  timer:
    once: 2027-01-31T09:00
    body: [launch, 1]
"""


def handler(event, context):
    return None
