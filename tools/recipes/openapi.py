"""The OpenAPI document of an app's endpoints: routes, required parameters, bodies, and who may call.

It is for people and for generators of clients; the API itself is imported from recipes/api.py. OpenAPI 3.1 takes JSON
Schema as it is, apart from a few keywords of draft 4: https://spec.openapis.org/oas/v3.1.0
"""
import re
from typing import Any

from aws.app import AppModel
from kit import api_settings, names
from recipes import authorizer, cors, routes, user_pool

VERSION = "3.1.0"
JSON = "application/json"
ERROR = {"type": "object", "properties": {"message": {"type": ["string", "null"]}}}
KEY, SIGNATURE = "ApiKey", "Signature"
SCHEMES: dict[str, dict] = {
    KEY: {"type": "apiKey", "in": "header", "name": "x-api-key"},
    SIGNATURE: {"type": "apiKey", "in": "header", "name": "Authorization",
                "description": "AWS Signature Version 4 for execute-api"}}


def document(app: AppModel, url: str = "") -> dict:
    """The OpenAPI document. url: the API's address in a stage, "" if it is not deployed there"""
    listed: list[tuple[str, str, dict]] = [
        (name, key, route) for name, fn in sorted(app["lambdas"].items()) if "endpoint" in fn["infra"]
              for key, route in routes.numbered(fn["infra"]["endpoint"]) if route["path"] != routes.DEFAULT]
    taken = {(route["path"], route["method"]) for _name, _key, route in listed}
    paths: dict[str, dict] = {}
    if api_settings.has_keys_of_authorizers(app["settings"]):  # callers send none
        listed = [(name, key, {**route, "key": False}) for name, key, route in listed]
    for name, key, route in listed:
        methods = [route["method"]] if route["method"] != "ANY" else \
            [method for method in cors.ANY if (route["path"], method) not in taken]
        for method in methods:
            paths.setdefault(route["path"].replace("+}", "}"), {})[method.lower()] = {
                "operationId": operation_id(name, key, route, method), "tags": [name], **operation(route)}
    used = {scheme for _name, _key, route in listed for requirement in security(route) for scheme in requirement}
    return {"openapi": VERSION, "info": {"title": app["name"], "version": "1"},
            **({"servers": [{"url": url}]} if url else {}),
            "paths": {path: dict(sorted(operations.items())) for path, operations in sorted(paths.items())},
            **({"components": {"securitySchemes": {scheme: definition(app, scheme) for scheme in sorted(used)}}}
               if used else {})}


def operation_id(name: str, key: str, route: dict, method: str) -> str:
    """"orders" of a lambda with one route, else "orders-get-2-orders-id": the number keeps /a-b and /a/b apart."""
    if key == "endpoint" and route["method"] != "ANY":
        return name
    return "-".join([name, method.lower(), *key.split(".")[2:], *re.findall(r"[A-Za-z0-9]+", route["path"])])


def operation(route: dict) -> dict:
    """The operation of a route: its parameters, body, responses and security."""
    parameters = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
                  for name in routes.variables(route)]
    parameters += [{"name": name, "in": "query", "required": True, "schema": {"type": "string"}}
                   for name in route["parameters"]]
    body = {"requestBody": {"required": True, "content": {JSON: {"schema": modern(route["schema"])}}}} \
        if "schema" in route else {}
    requirements = security(route)
    return {**({"parameters": parameters} if parameters else {}), **body, "responses": responses(route),
            **({"security": requirements} if requirements else {})}


def responses(route: dict) -> dict:
    """{status: response}: the handler's own, and those that the gateway gives itself."""
    error = {"content": {JSON: {"schema": ERROR}}}
    own = {"400": "refused by API Gateway: a parameter or the body"} if route["parameters"] or "schema" in route else {}
    if route["api"] in ("private", routes.CUSTOM):
        own["401"] = "nobody is signed in"
    if route["api"] in (routes.CUSTOM, routes.IAM) or route["key"] or route.get("groups"):
        own["403"] = "this caller may not"
    return {"default": {"description": "the response of the handler"},
            **{status: {"description": text, **error} for status, text in own.items()}}


def security(route: dict) -> list[dict]:
    """[requirement] of a route, [] if anybody may call: a caller must satisfy all requirements of an entry."""
    scheme = {routes.PRIVATE: users_scheme(route.get("pool", "")), routes.IAM: SIGNATURE}.get(route["api"])
    if route["api"] == routes.CUSTOM:
        scheme = authorizer.scheme_id(route["authorizer"])
    schemes = [*([scheme] if scheme else []), *([KEY] if route["key"] else [])]
    return [{name: [] for name in schemes}] if schemes else []


def users_scheme(pool: str) -> str:
    """The id of the scheme of a user pool's users: "Users", or "StaffUsers" of the pool "staff"."""
    return names.logical_id(pool, "users")


def definition(app: AppModel, scheme: str) -> dict:
    """A security scheme: one of SCHEMES, that of a user pool, or that of the authorizer with this id."""
    if scheme in SCHEMES:
        return SCHEMES[scheme]
    for pool in user_pool.needed(app):
        if scheme == users_scheme(pool):
            owner = f"user pool {pool}" if pool else "app's user pool"
            return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT",
                    "description": f"the ID token of a user of the {owner}"}
    block = next(fn["infra"]["authorizer"] for name, fn in sorted(app["lambdas"].items())
                 if "authorizer" in fn["infra"] and authorizer.scheme_id(name) == scheme)
    location, _dot, header = next(iter(block.get("sources") or [f"header.{block.get('header', authorizer.HEADER)}"])
                                  ).partition(".")
    return {"type": "apiKey", "in": location, "name": header}


def modern(schema: Any) -> Any:
    """A schema of draft 4 as OpenAPI 3.1 has it: a list of `items` is prefixItems, `id` and `$schema` have no place."""
    if isinstance(schema, list):
        return [modern(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    result = {}
    for keyword, value in schema.items():
        if keyword in ("enum", "default", "required"):
            result[keyword] = value
        elif keyword in ("properties", "patternProperties", "definitions") and isinstance(value, dict):
            result[keyword] = {name: modern(part) for name, part in value.items()}
        elif keyword == "items" and isinstance(value, list):
            result["prefixItems"] = modern(value)
        elif keyword == "additionalItems":
            result["items"] = modern(value)
        elif keyword not in ("$schema", "id"):
            result[keyword] = modern(value)
    return result
