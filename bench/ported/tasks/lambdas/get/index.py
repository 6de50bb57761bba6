"""One task.

infra:
  endpoint: {api: public, method: GET, path: "/tasks/{id}"}
"""
from lambdas.store import get_table, reply


def handler(event, context):
    result = get_table().get_item(Key={"id": event["pathParameters"]["id"]})
    if "Item" not in result:
        return reply(404, {"error": "no such task"})
    return reply(200, result["Item"])
