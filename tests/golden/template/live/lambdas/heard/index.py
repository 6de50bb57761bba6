"""A lambda with an alias.

infra:
  snapstart: true
  events: [{name: paid, topic: OrderPaid}]
"""


def handler(event, context):
    return None
