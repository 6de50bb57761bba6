"""A lambda of the golden case storage-and-tracing, with a large /tmp; app.yaml traces it.

infra:
  storage: 10240
"""


def handler(event, context):
    return None
