"""A lambda of the golden case tables.

infra:
  events:
  - name: stale
    source: {type: table, name: demo-orders}
    topic: REMOVE
    pattern: {ttl: [true]}
"""


def handler(event, context):
    return None
