"""A lambda of the golden case stream.

infra:
  stream:
    table: demo
    batch: 500
    window: 5
    start: latest
    tries: 3
    age: 3600
    parallel: 2
    filter: {eventName: [INSERT]}
"""


def handler(event, context):
    return None
