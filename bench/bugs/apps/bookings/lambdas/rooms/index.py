"""The rooms, page by page: GET /rooms?limit=20&next=...

infra:
  endpoint:
    api: public
    method: GET
    path: /rooms
"""
from __future__ import annotations

import base64
import json

from lambdas.booking.repository import Repository
from lambdas.booking.web import Request, Response, problem

repository = Repository()


class Token:
    """The key at which the next page begins, as text for a URL."""

    @staticmethod
    def encode(key: dict | None) -> str | None:
        return base64.urlsafe_b64encode(json.dumps(key).encode()).decode() if key else None

    @staticmethod
    def decode(text: str | None) -> dict | None:
        return json.loads(base64.urlsafe_b64decode(text)) if text else None


def handler(event: dict, context: object) -> dict:
    request = Request(event)
    try:
        limit = min(int(request.query.get("limit", "20")), 100)
        start = Token.decode(request.query.get("next"))
    except ValueError:
        return problem(400, "limit is a number, next a token")
    if limit < 1:
        return problem(400, "limit is too small")
    rooms, last = repository.rooms(limit, start)
    return Response(200, {"rooms": [room.as_json() for room in rooms], "next": Token.encode(last)}).to_dict()
