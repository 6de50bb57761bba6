"""Lets the terminals in: a request has the number of a badge.

infra:
  authorizer: {header: X-Badge, ttl: 60}
"""
from lambdas.common import people


def handler(event, context):
    badge = event["identitySource"][0]
    row = people.table.get_item(Key={"pk": f"badge#{badge}", "sk": "badge"}).get("Item")
    if row is None:
        return {"isAuthorized": False}
    return {"isAuthorized": True, "context": {"employee": row["employee"]}}
