"""Removes an item: DELETE /todos/{id}

infra:
  endpoint:
    api: private
    method: DELETE
    path: /todos/{id}
"""
from lambdas import items


def handler(event, context):
    answer = items.table.delete_item(Key=items.key(items.user(event), event["pathParameters"]["id"]),
                                     ReturnValues="ALL_OLD")
    return items.response(204 if "Attributes" in answer else 404)
