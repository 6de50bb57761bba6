"""A queue.

infra:
  queue: {}
  indexes: [{name: owner, type: S, table: demo}]
"""


def handler(event, context):
    return {"batchItemFailures": []}
