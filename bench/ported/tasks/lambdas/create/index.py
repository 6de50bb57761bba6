"""Adds a task.

infra:
  endpoint: {api: public, method: POST, path: /tasks}
"""
import json
import logging
import time
import uuid

from lambdas.store import get_table, reply


def handler(event, context):
    data = json.loads(event["body"])
    if "text" not in data:
        logging.error("no text in %s", data)
        return reply(400, {"error": "text is missing"})
    now = str(time.time())
    item = {"id": str(uuid.uuid1()), "text": data["text"], "checked": False, "createdAt": now, "updatedAt": now}
    get_table().put_item(Item=item)
    return reply(200, item)
