"""Notes what is to be ordered again.

infra:
  events:
  - name: low
    topic: StockLow
    pattern:
      left: [{numeric: ["<", 5]}]
"""
from lambdas.shop import orders


def handler(event, context):
    detail = event["detail"]
    orders.table.put_item(Item={"pk": "reorder", "sk": detail["sku"], "left": detail["left"], "at": event["time"]})
