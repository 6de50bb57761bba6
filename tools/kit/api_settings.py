"""`api` of app.yaml: the kind of API Gateway's API that all endpoints of the app are routes of."""
from collections.abc import Mapping
from typing import Any

HTTP, REST = "http", "rest"
FORMAT = "2.0"  # of the event of a request, and of the response: docs/http-api.md
SCHEMA = {
    "type": "object",
    "description": "the app's API, which all endpoints are routes of",
    "examples": [{"type": "http"}],
    "properties": {
        "type": {"type": "string", "enum": [HTTP, REST], "default": REST,
                 "description": "rest: API Gateway validates requests, has API keys, and sends events of format 1.0; "
                                "http: an HTTP API, which costs a third, and sends events of format 2.0 "
                                "(docs/http-api.md)"}},
    "required": ["type"],
    "additionalProperties": False,
}


def is_http(settings: Mapping[str, Any]) -> bool:
    """Whether the app has an HTTP API. settings: those of app.yaml, or of the app model"""
    return settings.get("api", {}).get("type") == HTTP
