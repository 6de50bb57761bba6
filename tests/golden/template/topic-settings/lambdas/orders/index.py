"""A lambda of the golden case topic-settings.

infra:
  topic:
    filter: {attributes: {kind: [order, {prefix: re}]}}
    subscribers: [ops@example.com, "https://hooks.example.com/orders"]
"""


def handler(event, context):
    return None
