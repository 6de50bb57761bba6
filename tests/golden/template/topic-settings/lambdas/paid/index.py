"""A lambda of the golden case topic-settings.

infra:
  topic: {fifo: true, filter: {body: {status: [paid]}}}
"""


def handler(event, context):
    return None
