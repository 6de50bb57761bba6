"""A lambda of the golden case events-other-bus.

infra:
  events:
  - name: paid
    source: {type: app, name: shop}
    topic: OrderPaid
    retries: 3
    age: 1 hour
  - name: everything
    source: {type: app, name: shop}
  - name: shipped
    source: {type: event-bus, name: "arn:aws:events:eu-west-1:111122223333:event-bus/shipping"}
    topic: Shipped
    pattern: {weight: [{numeric: [">", 5]}]}
  - name: own
    topic: DayClosed
    age: 600
"""


def handler(event, context):
    return None
