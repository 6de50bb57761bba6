"""A lambda of the golden case queue-from.

infra:
  queue: {fifo: true, from: {source: {type: bucket, name: demo}, prefix: in/, suffix: .csv}}
"""


def handler(event, context):
    return None
