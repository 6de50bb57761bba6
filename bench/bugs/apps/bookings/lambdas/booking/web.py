"""Requests and responses of endpoints."""
from __future__ import annotations

import json
from dataclasses import dataclass, field


@dataclass
class Request:
    event: dict
    path: dict = field(init=False)
    query: dict = field(init=False)

    def __post_init__(self) -> None:
        self.path = self.event.get("pathParameters") or {}
        self.query = self.event.get("queryStringParameters") or {}

    @property
    def claims(self) -> dict:
        return self.event["requestContext"]["authorizer"]["claims"]

    def json(self) -> dict:
        return json.loads(self.event["body"] or "{}")


@dataclass
class Response:
    status: int
    body: dict | list | None = None

    def to_dict(self) -> dict:
        return {"statusCode": self.status, "headers": {"Content-Type": "application/json"},
                "body": "" if self.body is None else json.dumps(self.body)}


def problem(status: int, message: str) -> dict:
    return Response(status, {"message": message}).to_dict()
