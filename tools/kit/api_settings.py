"""`api:` of app.yaml: the type of the app's one API, its logs, metrics and limits.

    api:
      access_logs: true
      metrics: true
      limit: {rate: 100, burst: 200}
"""
from collections.abc import Iterator, Mapping
from typing import Any, NotRequired, TypedDict

from kit.problems import KeyProblem

HTTP, REST = "http", "rest"
AUTHORIZER = "authorizer"  # the value of `key_source`
FORMAT = "2.0"  # of the event of a request, and of the response: docs/http-api.md

LIMIT: dict = {
    "type": "object",
    "properties": {
        # docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html: a double, and an integer
        "rate": {"type": "number", "minimum": 0.001,
                 "description": "requests in a second, on average: 0.5 is one in two seconds. For more than 10000 "
                                "raise the account's quota first"},
        "burst": {"type": "integer", "minimum": 1,
                  "description": "requests at the same time, before `rate` applies"}},
    "required": ["rate", "burst"],
    "additionalProperties": False,
    "examples": [{"rate": 10, "burst": 20}],
}
SCHEMA: dict = {
    "type": "object",
    "description": "the app's API, of which all endpoints are routes: its type, logs, metrics and limits "
                   "(docs/endpoints.md#limits-logs-and-metrics)",
    "properties": {
        "type": {"type": "string", "enum": [HTTP, REST], "default": REST,
                 "description": "rest: API Gateway validates requests, has API keys, and sends events of format 1.0; "
                                "http: an HTTP API, which costs a third, and sends events of format 2.0 "
                                "(docs/http-api.md)"},
        "access_logs": {"type": "boolean", "examples": [True],
                        "description": "whether API Gateway writes a line of JSON for each request. A REST API needs "
                                       "`make account`, once for each account and region"},
        "metrics": {"type": "boolean", "examples": [True],
                    "description": "whether CloudWatch has metrics of each route; they cost extra"},
        "limit": {**LIMIT, "description": "for each route without its own `limit`: API Gateway answers further "
                                          "requests with 429. Default: rate 1000, burst 500"},
        "key_source": {"type": "string", "enum": [AUTHORIZER, "header"], "examples": [AUTHORIZER],
                       "description": "where endpoints with `key: true` get the API key from, in a REST API: the "
                                      "header x-api-key, the default, or `usageIdentifierKey` of what the authorizer "
                                      "returns"},
        "quota": {"type": "string", "pattern": "^[1-9][0-9]{0,8} in a (day|week|month)$",
                  "examples": ["10000 in a month"],
                  "description": "requests of each API key to endpoints with `key: true`, of a REST API: `10000 in a "
                                 "month`, or a day or a week. API Gateway answers further requests with 429"}},
    "additionalProperties": False,
    "examples": [{"access_logs": True, "limit": {"rate": 100, "burst": 200}}],
}


class Limit(TypedDict):
    """Requests in a second, and at once."""

    rate: float
    burst: int


class ApiSettings(TypedDict):
    """`api` of app.yaml."""

    type: NotRequired[str]  # HTTP or REST
    access_logs: NotRequired[bool]
    metrics: NotRequired[bool]
    limit: NotRequired[Limit]
    quota: NotRequired[str]  # "10000 in a month"
    key_source: NotRequired[str]  # AUTHORIZER, or "header"


def is_http(settings: Mapping[str, Any]) -> bool:
    """Whether the app has an HTTP API. settings: those of app.yaml, or of the app model"""
    return settings.get("api", {}).get("type") == HTTP


def has_keys_of_authorizers(settings: Mapping[str, Any]) -> bool:
    """Whether API keys come from what authorizers return. settings: those of app.yaml, or of the app model"""
    return settings.get("api", {}).get("key_source") == AUTHORIZER


def problems(api: Any) -> Iterator[KeyProblem]:
    """(dotted key, message, hint) of what only a REST API has; nothing of values that SCHEMA rejects."""
    for field in ("key_source", "quota") if isinstance(api, dict) and api.get("type") == HTTP else ():
        if field in api:
            yield (f"api.{field}", f"api.{field} is for REST APIs: an HTTP API has no API keys",
                   f"remove {field}, or write type: rest")
