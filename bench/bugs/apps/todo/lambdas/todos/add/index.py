"""Adds an item: POST /todos with {"title": "buy milk", "due": "2026-05-01"}

infra:
  endpoint:
    api: private
    method: POST
    path: /todos
    schema:
      type: object
      required: [title]
      properties:
        title: {type: string, minLength: 1, maxLength: 200}
        due: {type: string, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
"""
import json
import time
import uuid

from lambdas import items


def handler(event, context):
    wanted = json.loads(event["body"])
    row = {**items.key(items.user(event), uuid.uuid4().hex), "title": wanted["title"], "state": "open",
           "created": int(time.time())}
    if "due" in wanted:
        row["due"] = wanted["due"]
    items.table.put_item(Item=row)
    return items.response(201, items.shown(row))
