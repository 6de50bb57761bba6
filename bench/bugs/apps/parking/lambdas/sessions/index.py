"""The sessions of a car, latest first: GET /sessions?plate=BAB12&limit=20&next=...

infra:
  endpoint:
    api: private
    groups: [operators]
    method: GET
    path: /sessions
    parameters: [plate]
"""
import base64
import json

from lambdas.common import sessions
from lambdas.common.http import reply


def token(key):
    """A text for the key of a page."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def handler(event, context):
    query = event["queryStringParameters"]
    limit = min(int(query.get("limit", "20")), 100)
    start = None
    if "next" in query:
        start = json.loads(base64.urlsafe_b64decode(query["next"]))
    items, key = sessions.of_plate(query["plate"], limit, start)
    body = {"sessions": items}
    if key:
        body["next"] = token(key)
    return reply(200, body)
