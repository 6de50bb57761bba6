"""`api:` of app.yaml: the logs, metrics and limits of the app's one REST API.

    api:
      access_logs: true
      metrics: true
      limit: {rate: 100, burst: 200}
"""
from typing import NotRequired, TypedDict

# An account's own limit: docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
MOST_RATE, MOST_BURST = 10_000, 5_000
LIMIT: dict = {
    "type": "object",
    "properties": {
        "rate": {"type": "integer", "minimum": 1, "maximum": MOST_RATE,
                 "description": "requests in a second, on average"},
        "burst": {"type": "integer", "minimum": 1, "maximum": MOST_BURST,
                  "description": "requests at once, before the rate counts"}},
    "required": ["rate", "burst"],
    "additionalProperties": False,
    "examples": [{"rate": 10, "burst": 20}],
}
SCHEMA: dict = {
    "type": "object",
    "description": "logs, metrics and limits of the API (docs/endpoints.md#limits-logs-and-metrics)",
    "properties": {
        "access_logs": {"type": "boolean", "examples": [True],
                        "description": "whether API Gateway writes a line of JSON for each request. `make account` "
                                       "lets it, once for an account and region"},
        "metrics": {"type": "boolean", "examples": [True],
                    "description": "whether CloudWatch has metrics of each route; they cost extra"},
        "limit": {**LIMIT, "description": "of each route without a `limit` of its own: above it API Gateway answers "
                                          "429. Without it 1000 requests in a second, 500 at once"}},
    "additionalProperties": False,
    "examples": [{"access_logs": True, "limit": {"rate": 100, "burst": 200}}],
}


class Limit(TypedDict):
    """Requests in a second, and at once."""

    rate: int
    burst: int


class ApiSettings(TypedDict):
    """`api` of app.yaml."""

    access_logs: NotRequired[bool]
    metrics: NotRequired[bool]
    limit: NotRequired[Limit]
