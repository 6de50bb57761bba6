"""What a show has sold: GET /shows/{id}/sales

infra:
  endpoint:
    api: private
    groups: [staff]
    method: GET
    path: "/shows/{id}/sales"
  timeout: medium
"""
import json
from collections import Counter

from lambdas.lib import orders, shows


def summary(rows):
    """Orders by status, and the seats and the cents of those that are paid."""
    by_status = Counter(row["status"] for row in rows)
    paid = [row for row in rows if row["status"] == "paid"]
    return {
        "orders": dict(by_status),
        "seats": sum(len(row["seats"]) for row in paid),
        "cents": int(sum(row["amount"] for row in paid)),
    }


def handler(event, context):
    id = event["pathParameters"]["id"]
    if shows.find(id) is None:
        return {"statusCode": 404, "body": json.dumps({"error": "no such show"})}
    return {
        "statusCode": 200,
        "headers": {"Content-Type": "application/json"},
        "body": json.dumps(summary(orders.of_show(id))),
    }
