"""The definition of an HTTP API (OpenAPI 3.0, with Amazon's extensions), compiled. Pure.

A definition is {"routes": [route], "cors": {"AllowOrigins": [...], ...} or None}, and a route {
  "key": "GET /orders/{id}", "method": "GET", or "ANY", "path": "/orders/{id}", or "$default",
  "function": name or ARN, "seconds": 30.0, "iam": whether a signature is required, "scopes": [...],
  "authorizer": None, or {"name", "kind": "jwt" or "request", "sources": ["$request.header.Authorization"], and
                          "issuer", "audience" of a jwt; "function", "ttl" of a request}}.
"""
import re
from typing import Any

from localcloud.api import supported
from localcloud.api.definition import lambda_of_uri
from localcloud.api.supported import EXTENSION

ANY_METHOD, DEFAULT = EXTENSION + "any-method", "$default"
METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
MOST_SECONDS = 30  # docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
VARIABLE = re.compile(r"\{([^}+]+)(\+?)\}")
LITERAL, NAMED, GREEDY = range(3)


def definition(body: dict[str, Any]) -> dict[str, Any]:
    """The compiled definition. ValueError names what AWS, or the local cloud, refuses."""
    if not str(body.get("openapi", "")).startswith("3.0"):
        raise ValueError("the definition is not OpenAPI 3.0")
    schemes = body.get("components", {}).get("securitySchemes", {})
    supported.refuse_unsupported(body, schemes, supported.HTTP_TOP)
    routes = [route(schemes, path, method, operation) for path, item in body.get("paths", {}).items()
              for method, operation in item.items() if method in (*METHODS, ANY_METHOD)]
    cors = body.get(EXTENSION + "cors")
    return {"routes": routes, "cors": cors and {name[0].upper() + name[1:]: value for name, value in cors.items()}}


def route(schemes: dict[str, dict], path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    """The route of one operation."""
    is_default = path == f"/{DEFAULT}"
    key = DEFAULT if is_default else f"{'ANY' if method == ANY_METHOD else method.upper()} {path}"
    integration = operation.get(EXTENSION + "integration", {})
    supported.refuse_unsupported_keys(integration, supported.HTTP_INTEGRATION, "integration", key)
    if integration.get("payloadFormatVersion") != "2.0":
        raise ValueError(f"not supported by the local cloud: payloadFormatVersion of {key}, which is not 2.0")
    seconds = integration.get("timeoutInMillis", 1000 * MOST_SECONDS) / 1000
    if not 0.05 <= seconds <= MOST_SECONDS:
        raise ValueError(f"timeoutInMillis of {key} must be between 50 and {1000 * MOST_SECONDS}")
    return {"key": key, "method": "ANY" if method == ANY_METHOD else method.upper(),
            "path": DEFAULT if is_default else path, "function": lambda_of_uri(integration.get("uri"), key),
            "seconds": seconds, **security(schemes, key, operation.get("security", []))}


def security(schemes: dict[str, dict], key: str, requirements: list[dict]) -> dict[str, Any]:
    """What a route requires of its caller: one authorizer, or a signature."""
    pairs = [pair for requirement in requirements for pair in requirement.items()]
    if len(pairs) > 1:
        raise ValueError(f"{key} has {len(pairs)} security schemes, and a route of an HTTP API one")
    for name, scopes in pairs:
        if name not in schemes:
            raise ValueError(f"{key} names the security scheme {name!r}, which is not defined")
        if schemes[name].get(EXTENSION + "authtype") == "awsSigv4":
            return {"iam": True, "authorizer": None, "scopes": []}
        return {"iam": False, "authorizer": authorizer(name, schemes[name]), "scopes": list(scopes)}
    return {"iam": False, "authorizer": None, "scopes": []}


def authorizer(name: str, scheme: dict[str, Any]) -> dict[str, Any]:
    """A compiled authorizer; ValueError for a kind that the local cloud does not have."""
    settings = scheme.get(EXTENSION + "authorizer", {})
    kind = settings.get("type")
    sources = [part.strip() for part in settings.get("identitySource", "").split(",") if part.strip()]
    if kind == "jwt":
        jwt = settings.get("jwtConfiguration", {})
        return {"name": name, "kind": kind, "sources": sources, "issuer": jwt.get("issuer"),
                "audience": jwt.get("audience", [])}
    if kind != "request" or settings.get("authorizerPayloadFormatVersion") != "2.0" \
            or not settings.get("enableSimpleResponses"):
        raise ValueError(f"not supported by the local cloud: the authorizer {name}, which is neither jwt nor request "
                         "with simple responses of format 2.0")
    ttl = int(settings.get("authorizerResultTtlInSeconds", 0))
    if ttl and not sources:
        raise ValueError(f"the authorizer {name} has no identitySource, which its cache needs")
    return {"name": name, "kind": kind, "sources": sources, "ttl": ttl,
            "function": lambda_of_uri(settings.get("authorizerUri"), name)}


def match(routes: list[dict[str, Any]], method: str, path: str) -> tuple[dict[str, Any], dict[str, str]] | None:
    """(route, {"id": "7"}) of a request, the most specific that has its method, or None.

    A route of the whole path has precedence over one with {proxy+}, and both over $default. A slash at the end matters.
    docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
    """
    matches = []
    for candidate in routes:
        if candidate["method"] in (method, "ANY"):
            values = path_values(candidate["path"], path)
            if values is not None:
                matches.append((rank(candidate), candidate, values))
    return min(matches, key=lambda entry: entry[0])[1:] if matches else None


def path_values(pattern: str, path: str) -> dict[str, str] | None:
    """{"id": "7"}: the values of a pattern's variables in a path; None if the path is another."""
    if pattern == DEFAULT:
        return {}
    regex, at = "", 0
    for variable in VARIABLE.finditer(pattern):
        regex += re.escape(pattern[at:variable.start()]) + ("(.+)" if variable[2] else "([^/]+)")
        at = variable.end()
    match = re.fullmatch(regex + re.escape(pattern[at:]), path, re.DOTALL)
    names = [variable[1] for variable in VARIABLE.finditer(pattern)]
    return dict(zip(names, match.groups())) if match else None


def rank(route_: dict[str, Any]) -> tuple[bool, list[int], bool]:
    """A sort key: the most specific route is first."""
    if route_["path"] == DEFAULT:
        return True, [GREEDY + 1], True
    kinds = [GREEDY if part.endswith("+}") else NAMED if part.startswith("{") else LITERAL
             for part in route_["path"].split("/")]
    return GREEDY in kinds, kinds, route_["method"] == "ANY"
