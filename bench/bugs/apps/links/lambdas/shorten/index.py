"""Shortens an address: POST /links with {"url": "https://example.com", "days": 7}

infra:
  endpoint:
    api: public
    method: POST
    path: /links
    schema:
      type: object
      required: [url]
      properties:
        url: {type: string, pattern: "^https?://"}
        days: {type: integer, minimum: 1, maximum: 365}
"""
import json
import os

from lambdas.shared import links
from lambdas.shared.answers import answer


def handler(event, context):
    body = json.loads(event["body"])
    code = links.new_code()
    while not links.store(code, body["url"], body.get("days", 30)):
        code = links.new_code()
    return answer(201, {"code": code, "short": f"{os.environ['BASE_URL']}/l/{code}"})
