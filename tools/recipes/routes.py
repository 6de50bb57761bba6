"""The routes of an endpoint: its own method and path, or the entries of its `routes:`.

    endpoint: {api: public, method: GET, path: /orders}

    endpoint:
      api: public
      routes:
      - GET /orders
      - {method: POST, path: /orders, schema: {type: object}}
      - ANY /admin/{rest+}
"""
import re
from collections.abc import Iterable

import orjson

from aws.app import AppModel
from kit import api_settings, draft4
from kit.problems import KeyProblem
from recipes import body_schema

METHODS = ["ANY", "DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"]
BODILESS = ("GET", "HEAD")
LARGEST_SCHEMA = 400 * 1024  # bytes: docs.aws.amazon.com/apigateway/latest/api/API_CreateModel.html
OTHER_PARAMETER = re.compile(r":(\w+)")  # of other frameworks
SEGMENT = re.compile(r"[A-Za-z0-9._:-]+|\{[A-Za-z0-9._-]+\+?\}")
# Fields of a route, and those that the endpoint has for all its routes: a route may have its own.
OF_ROUTE = ("method", "path", "parameters", "schema")
OF_ALL = ("api", "key", "authorizer", "groups", "pool", "wait", "limit")
IAM = "iam"  # the value of `api` with which AWS's own identities may call
PRIVATE = "private"  # the value of `api` with which the app's own users may call
CUSTOM = "custom"  # the value of `api` with which a lambda decides who may call
DEFAULT = "/$default"  # the path of an HTTP API's route for all requests that no other route matches
# The `api` of routes that may have a field.
OF_API = {"authorizer": CUSTOM, "groups": PRIVATE, "pool": PRIVATE}
MOST = 100  # a REST API has 300 resources: docs.aws.amazon.com/apigateway/latest/developerguide/limits.html


def api_id(app: AppModel) -> str:
    """The logical id of the app's API. CloudFormation cannot change a resource's type, so each type has its own."""
    return "HttpApi" if api_settings.is_http(app["settings"]) else "Api"


def metrics(app: AppModel) -> tuple[str, str, dict[str, str]]:
    """(client errors, server errors, {dimension: what it refers to}): CloudWatch's metrics of the app's API.

    docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html, http-api-metrics.html
    """
    if api_settings.is_http(app["settings"]):
        return "4xx", "5xx", {"ApiId": api_id(app)}
    return "4XXError", "5XXError", {"ApiName": "AWS::StackName", "Stage": "Stage"}


def has_api(app: AppModel) -> bool:
    """Whether a lambda has an endpoint."""
    return any("endpoint" in fn["infra"] for fn in app["lambdas"].values())


def of_app(app: AppModel) -> list[tuple[str, dict]]:
    """[(name of the lambda, route)] of all endpoints, sorted by the lambdas."""
    return [(name, route) for name, fn in sorted(app["lambdas"].items()) if "endpoint" in fn["infra"]
            for route in routes(fn["infra"]["endpoint"])]


def of_authorizer(app: AppModel, name: str) -> list[dict]:
    """[route] of the endpoints that name an authorizer."""
    return [route for _name, route in of_app(app) if route.get("authorizer") == name]


def routes(block: dict) -> list[dict]:
    """[route] of an endpoint in normal form: {"api", "method", "path", "parameters", "key"}, and "schema" if any."""
    return block.get("routes") or [block]


def numbered(block: dict) -> list[tuple[str, dict]]:
    """[(dotted key, route)] of an endpoint in normal form: ("endpoint", ...) or ("endpoint.routes.0", ...)."""
    return [(f"endpoint.routes.{at}", route) for at, route in enumerate(block["routes"])] if block.get("routes") \
        else [("endpoint", block)]


def text(route: dict) -> str:
    """"GET /orders/{id}"."""
    return f"{route['method']} {route['path']}"


def pattern(route: dict) -> tuple[str, str]:
    """(method, path without the names of its variables): equal for two routes that exclude each other."""
    return route["method"], re.sub(r"\{[^}+]*", "{", route["path"])


def variables(route: dict) -> list[str]:
    """["id"] of the path "/orders/{id}"."""
    return re.findall(r"\{([^}+]+)\+?\}", route["path"])


def only_schema(block: dict) -> dict | None:
    """The schema of every body that the endpoint gets; None if there is none, or if routes differ."""
    schemas = [route.get("schema") for route in routes(block)
               if "schema" in route or route["method"] not in (*BODILESS, "DELETE")]
    return schemas[0] if schemas and all(schema == schemas[0] for schema in schemas) else None


def parsed(entry) -> dict:
    """The route of an entry of `routes`: "GET /orders" -> {"method": "GET", "path": "/orders"}; a mapping as it is."""
    if not isinstance(entry, str):
        return entry
    method, _space, path = entry.partition(" ")
    return {"method": method, "path": path.strip()}


def normal(block: dict, entry) -> dict:
    """A route with the fields that it takes from its endpoint, and a path as in normal_path."""
    route = parsed(entry)
    shared = {field: block[field] for field in OF_ALL if field in block}
    full = {"parameters": [], **shared, **route, "path": normal_path(route["path"])}
    foreign = [field for field, api in OF_API.items() if full["api"] != api]
    return {field: value for field, value in full.items() if field not in foreign}


def normal_path(path: str) -> str:
    """A path that begins with a slash and ends without: "orders/" -> "/orders"."""
    return "/" + path.strip("/")


def list_problems(block: dict) -> list[KeyProblem]:
    """[(key, message, hint)] of an endpoint with `routes`: of each, of equal ones, and of fields that belong to a
    route."""
    faults = [(field, f"endpoint has both routes and {field}",
               f"write it in the route: {{method: POST, path: /orders, {field}: ...}}"
               if field in ("parameters", "schema") else "write all routes in the list")
              for field in OF_ROUTE if block.get(field)]
    apis = {parsed(entry).get("api", block["api"]) for entry in block["routes"]}
    for field in (field for field, api in OF_API.items() if field in block and api not in apis):
        faults += access_problems({"api": block["api"], field: block[field]}, "", [field])
    seen: dict = {}
    for at, entry in enumerate(block["routes"]):
        route, key = parsed(entry), f"routes.{at}"
        faults += access_problems({**{field: block[field] for field in OF_ALL if field in block}, **route}, key, route)
        for field, message, hint in problems(route):
            faults.append((f"{key}.{field}" if isinstance(entry, dict) else key, message, hint))
        first = seen.setdefault(pattern({**route, "path": normal_path(route["path"])}), at)
        if first != at:
            faults.append((key, f"{text(route)} is listed twice", "write it once"))
    return faults


def access_problems(route: dict, key: str, own: Iterable[str]) -> list[KeyProblem]:
    """[(key, message, hint)]: `api: custom` without an authorizer; an authorizer, or groups, of another api.

    key  of the route in its block; own: the fields that are the route's, not those of all routes
    """
    if route["api"] == CUSTOM and "authorizer" not in route:
        return [(key, "api: custom needs an authorizer", "authorizer: the name of a lambda with the word `authorizer`")]
    faults = [(f"{key}.{field}" if key else field, f"api: {route['api']} has no {field}",
               f"write api: {api}, or remove {'them' if field == 'groups' else 'it'}")
              for field, api in OF_API.items() if route["api"] != api and field in route and field in own]
    groups = route.get("groups", [])
    return faults + [(f"{key}.groups.{at}" if key else f"groups.{at}", f"group {group!r} is listed twice",
                      "write it once") for at, group in enumerate(groups) if group in groups[:at] and "groups" in own]


def problems(route: dict) -> list[KeyProblem]:
    """[(key, message, hint)] of a route: a path or a body schema that API Gateway would refuse."""
    faults = path_problems(route["path"])
    if normal_path(route["path"]) == DEFAULT and route["method"] != "ANY":
        faults.append(("method", "$default is the route of every method", "ANY $default"))
    faults += [(f"parameters.{at}", f"parameter {name!r} is listed twice", "write it once")
               for at, name in enumerate(route.get("parameters", [])) if name in route["parameters"][:at]]
    if "schema" not in route:
        return faults
    if route.get("parameters"):
        faults.append(("schema", "endpoint has both parameters and schema",
                       "let the gateway check one, and the code the other"))
    if route["method"] in BODILESS:
        faults.append(("schema", f"{route['method']} has no body to validate", "write parameters, or another method"))
    faults += [(key.removeprefix("endpoint."), message, hint)
               for key, message, hint in draft4.problems(route["schema"], "endpoint.schema")]
    size = len(orjson.dumps(route["schema"]))
    if size > LARGEST_SCHEMA:
        faults.append(("schema", f"the schema has {size:,} bytes, and API Gateway takes {LARGEST_SCHEMA:,}",
                       "let the code check a part of it"))
    return faults + [(f"schema{key and '.' + key}", message, hint)
                     for key, message, hint in body_schema.problems(route["schema"])]


def path_problems(path: str) -> list[KeyProblem]:
    """[(key, message, hint)] of a path that API Gateway would refuse; the first slash is optional, as in pareto 0.7."""
    if normal_path(path) == DEFAULT:
        return []
    segments = path.strip("/").split("/") if path.strip("/") else []
    faults = [("path", f"{segment!r} cannot be a part of a path",
               "letters, digits and . _ - : between slashes, or {name}") for segment in segments
              if not SEGMENT.fullmatch(segment)]
    faults += [("path", f"{segment!r} matches only this text: it is no parameter",
                "/".join(["", *(OTHER_PARAMETER.sub(r"{\1}", name) for name in segments)]))
               for segment in segments if OTHER_PARAMETER.fullmatch(segment)]
    faults += [("path", f"{segment} must come last", "it matches the rest of the path")
               for segment in segments[:-1] if segment.endswith("+}")]
    names = [segment.strip("{+}") for segment in segments if segment.startswith("{")]
    return faults + [("path", f"{{{name}}} is listed twice", "give each part its own name")
                     for at, name in enumerate(names) if name in names[:at]]


def invoke_path(listed: list[dict]) -> str:
    """The end of the ARN by which the API may invoke a lambda: "GET/orders/*", no wider than the routes share.

    For several routes it is their common beginning: one permission for each route could exceed 20 KB, the limit of the
    function's policy, and the API invokes the lambda only for its own routes.
    """
    methods = {"*" if route["method"] == "ANY" else route["method"] for route in listed}
    paths = [re.sub(r"\{[^}]*\}", "*", route["path"]) for route in listed]
    method = methods.pop() if len(methods) == 1 else "*"
    return method + (paths[0] if len(paths) == 1 else shared_beginning(paths) + "*")


def shared_beginning(paths: list[str]) -> str:
    """The literal beginning that all paths share: ["/orders", "/orders/*"] -> "/orders"."""
    shared = ""
    for characters in zip(*paths):
        if len(set(characters)) > 1 or "*" in characters:
            break
        shared += characters[0]
    return shared
