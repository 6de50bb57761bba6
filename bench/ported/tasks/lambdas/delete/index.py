"""Deletes a task.

infra:
  endpoint: {api: public, method: DELETE, path: "/tasks/{id}"}
"""
from lambdas.store import get_table, reply


def handler(event, context):
    get_table().delete_item(Key={"id": event["pathParameters"]["id"]})
    return reply(200)
