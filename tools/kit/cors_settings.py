"""`cors:` of app.yaml: the pages of other origins that may call the API, and read its responses.

    cors:
      origins: [https://example.com, http://localhost:3000]
      credentials: true
      headers: [X-Request-Id]
      exposed: [X-Total]
      age: 600
"""
import re
from typing import Any

from kit.problems import KeyProblem

ANY_ORIGIN = "*"
NAME = "^[A-Za-z0-9!#$%&^_`|~-]+$"  # of a header, without * . ' and +
MOST_ORIGINS = 20
DAY = 24 * 3600
# As a browser sends it: fetch.spec.whatwg.org/#origin-header
ORIGIN = re.compile(r"https?://([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(:[1-9]\d{0,4})?")
DEFAULT_PORTS = {"http": ":80", "https": ":443"}
SCHEMA = {
    "type": "object",
    "description": "the pages of other origins that may call the API. Without this setting pages of any origin may "
                   "call it, without cookies (docs/endpoints.md)",
    "examples": [{"origins": ["https://example.com", "http://localhost:3000"], "credentials": True,
                  "headers": ["X-Request-Id"]}],
    "properties": {
        "origins": {"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": MOST_ORIGINS,
                    "description": "`https://example.com`, as a browser sends it: scheme, host, and a port that is "
                                   "not the default; or `*` alone"},
        "credentials": {"type": "boolean", "default": False,
                        "description": "whether pages may send cookies, and read the responses"},
        "headers": {"type": "array", "items": {"type": "string", "pattern": NAME, "description": "a header's name"},
                    "default": [], "maxItems": 50,
                    "description": "headers that pages may send, besides Authorization, Content-Type, X-Api-Key and "
                                   "those of AWS's signatures"},
        "exposed": {"type": "array", "items": {"type": "string", "pattern": NAME, "description": "a header's name"},
                    "default": [], "maxItems": 50,
                    "description": "headers of errors of the gateway that pages may read, such as x-amzn-RequestId"},
        "age": {"type": "integer", "minimum": 0, "maximum": DAY,
                "description": "seconds for which a browser may reuse the answer to a preflight request"}},
    "required": ["origins"],
    "additionalProperties": False,
}


def problems(cors: Any) -> list[KeyProblem]:
    """[(dotted key, message, hint)] of `cors`, a value of any type: problems that the schema cannot express."""
    origins = cors.get("origins") if isinstance(cors, dict) else None
    origins = origins if isinstance(origins, list) and all(isinstance(origin, str) for origin in origins) else []
    faults = []
    for at, origin in enumerate(origins):
        key, problem = f"cors.origins.{at}", origin_problem(origin)
        if problem:
            faults.append((key, *problem))
        elif origin in origins[:at]:
            faults.append((key, f"cors.origins: {origin} is listed twice", "write it once"))
    if ANY_ORIGIN in origins and cors.get("credentials") is True:
        faults.append(("cors.credentials", "cors.credentials: browsers refuse credentials with the origin *",
                       "write the origins: [https://example.com]"))
    elif ANY_ORIGIN in origins and len(origins) > 1:
        faults.append((f"cors.origins.{origins.index(ANY_ORIGIN)}", "cors.origins: * is every origin, but the list has "
                                                                    "other origins too", "write * alone, or remove it"))
    return faults


def origin_problem(origin: str) -> tuple[str, str] | None:
    """(message, hint) of a text that no browser sends as Origin; None for one that a browser sends, and for "*"."""
    if origin == ANY_ORIGIN:
        return None
    match = ORIGIN.fullmatch(origin.lower().rstrip("/"))
    if not match:
        return f"cors.origins: {origin!r} is no origin", "scheme and host, without a path: https://example.com"
    scheme, port = origin.lower().partition(":")[0], match[3] or ""
    sent = origin.lower().rstrip("/")
    sent = sent.removesuffix(port) if port == DEFAULT_PORTS[scheme] else sent
    return None if sent == origin else (f"cors.origins: {origin!r} is not what browsers send", f"write {sent}")
