"""`cors:` of app.yaml: the pages of other origins that may call the API, and read its responses.

    cors:
      origins: [https://example.com, http://localhost:3000]
      credentials: true
      headers: [X-Request-Id]
      exposed: [X-Total]
      age: 600
"""
import contextlib
import re
from collections.abc import Iterator
from typing import Any

from kit.problems import KeyProblem

ANY_ORIGIN = "*"
NAME = "^[A-Za-z0-9!#$%&^_`|~-]+$"  # of a header, without * . ' and +
MOST_ORIGINS = 20
DAY = 24 * 3600
# As a browser sends it: fetch.spec.whatwg.org/#origin-header
ORIGIN = re.compile(r"https?://([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:]+\])(:[1-9]\d{0,4})?")
LAST_PORT = 65535
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
    if ANY_ORIGIN in origins and cors.get("credentials") is True:
        return [("cors.credentials", "cors.credentials: browsers refuse credentials with the origin *",
                 "write the origins: [https://example.com]")]
    return [*list_problems("cors.origins", origins)]


def list_problems(key: str, origins: list[str], wildcards: int = 0) -> Iterator[KeyProblem]:
    """The problems of the list of origins at a dotted key. wildcards: how many * an origin may have, besides * alone"""
    for at, origin in enumerate(origins):
        problem = origin_problem(origin, wildcards)
        if problem:
            yield f"{key}.{at}", f"{key}: {problem[0]}", problem[1]
        elif origin in origins[:at]:
            yield f"{key}.{at}", f"{key}: {origin} is listed twice", "write it once"
    if ANY_ORIGIN in origins and len({*origins}) > 1:
        yield (f"{key}.{origins.index(ANY_ORIGIN)}", f"{key}: * is every origin, but the list has other origins too",
               "write * alone, or remove it")


def origin_problem(origin: str, wildcards: int) -> tuple[str, str] | None:
    """(message, hint) of a text that no browser sends as Origin; None for one that a browser sends, and for "*"."""
    if origin == ANY_ORIGIN:
        return None
    scheme, _colon, host = origin.lower().rstrip("/").partition("://")
    with contextlib.suppress(UnicodeError):  # of a host that IDNA does not have
        host = host.encode("idna").decode()
    match = ORIGIN.fullmatch(f"{scheme}://{host.replace('*', '1', wildcards)}")
    if not match:
        is_other = "://" in origin and not origin.lower().startswith((*DEFAULT_PORTS,))
        return (f"{origin!r} is no origin{' of http or https' * is_other}",
                "scheme and host, without a path: https://example.com")
    port = match[3] or ""
    if int(port[1:] or 0) > LAST_PORT:
        return f"no port is {port[1:]}", f"a number up to {LAST_PORT}"
    sent = f"{scheme}://{host.removesuffix(port) if port == DEFAULT_PORTS[scheme] else host}"
    return None if sent == origin else (f"{origin!r} is not what browsers send", f"write {sent}")
