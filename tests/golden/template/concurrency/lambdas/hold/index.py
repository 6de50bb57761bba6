"""A lambda of the golden case concurrency: two at a time.

infra:
  queue: {}
  concurrency:
    reserved: 2
"""


def handler(event, context):
    return None
