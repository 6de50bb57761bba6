"""Changes a task.

infra:
  endpoint: {api: public, method: PUT, path: "/tasks/{id}"}
"""
import json
import time

from lambdas.store import get_table, reply


def handler(event, context):
    data = json.loads(event["body"])
    if "text" not in data or "checked" not in data:
        return reply(400, {"error": "text and checked are needed"})
    result = get_table().update_item(
        Key={"id": event["pathParameters"]["id"]},
        ExpressionAttributeNames={"#words": "text"},
        ExpressionAttributeValues={":text": data["text"], ":checked": data["checked"], ":now": str(time.time())},
        UpdateExpression="SET #words = :text, checked = :checked, updatedAt = :now",
        ReturnValues="ALL_NEW",
    )
    return reply(200, result["Attributes"])
