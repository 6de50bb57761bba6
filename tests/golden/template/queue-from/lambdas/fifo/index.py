"""A lambda of the golden case queue-from.

infra:
  queue:
    fifo: true
    batch: 10
    filter:
    - {status: [paid]}
    - {amount: [{numeric: [">", 100]}]}
    concurrency: 3
    tries: 2
    keep: 14
    delay: 5
    visible: 120
"""


def handler(event, context):
    return None
