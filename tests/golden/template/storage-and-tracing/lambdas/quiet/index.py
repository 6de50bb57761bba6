"""A lambda of the golden case storage-and-tracing that is not traced.

infra:
  tracing: false
"""


def handler(event, context):
    return None
