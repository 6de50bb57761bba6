"""endpoint: a route of the app's one API: a REST API, or an HTTP API (recipes/http_api.py).

    infra:
      endpoint:
        api: public
        method: GET
        path: /orders/{id}
        parameters: [currency]

Several routes of one lambda are in `routes:`, see recipes/routes.py.
"""
import hashlib
import json

import orjson

from aws import cfn
from aws.app import AppModel, AppSettings, Lambda
from kit import api_settings, names
from kit.problems import KeyProblem
from recipes import (
    api,
    event_shapes,
    foreign_words,
    function,
    groups,
    http_api,
    http_shapes,
    log,
    nothing,
    routes,
    throttling,
)

API_ID, STAGE_ID = "Api", "ApiStage"
ACCESS_LOGS_ID = "ApiAccessLogs"
# docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html,
# http-api-logging-variables.html: an HTTP API has routeKey in place of resourcePath.
ACCESS_LOG = {
    "requestId": "requestId", "time": "requestTime", "method": "httpMethod", "path": "path", "route": "resourcePath",
    "status": "status", "ip": "identity.sourceIp", "user": "authorizer.claims.sub", "agent": "identity.userAgent",
    "milliseconds": "responseLatency", "bytes": "responseLength", "error": "error.responseType"}

VARIABLE, CALLER_WAITS = None, True  # see recipes/__init__.py
INVOKED, EXAMPLE = "it is called over HTTP", "an example of a request to its endpoint"
QUERY = {"type": "array", "items": {
    "type": "string", "pattern": "^[A-Za-z0-9._$-]+$", "description": "letters, digits, ., _, $ and -"},
    "default": [], "description": "names that the query string must have"}
BODY = {"type": "object", "description": "JSON Schema (draft 4) of the body, whatever its content type"}
API = {"type": "string", "enum": [routes.CUSTOM, routes.IAM, "private", "public"],
       "description": "public: anybody may call; private: users signed in to the app's user pool; iam: AWS identities "
                      "with the permission, which sign the request; custom: callers whom the lambda of `authorizer` "
                      "accepts"}
AUTHORIZER = {"type": "string", "description": "the name of a lambda with the word `authorizer`"}
GROUPS = {"type": "array", "minItems": 1, "items": {"type": "string"},
          "description": "with `api: private`: only users of one of these groups may call, others get 403. Groups are "
                         "in `users` of app.yaml"}
POOL = {"type": "string", "minLength": 1,
        "description": "of `api: private`: the user pool whose users may call, one of `users: {pools: ...}` in "
                       "app.yaml; without it the app's own"}
# docs.aws.amazon.com/apigateway/latest/developerguide/how-to-cors.html
METHOD = {"type": "string", "enum": routes.METHODS,
          "description": "ANY is every method that no other route has; the API itself answers OPTIONS, by `cors` in "
                         "app.yaml"}
PATH = {"type": "string", "description": "`/orders/{id}`; `{rest+}` at the end matches the rest of the path; "
                                         "`$default` of an HTTP API is what no other route matches"}
KEY = {"type": "boolean", "description": "whether callers need an API key (x-api-key)"}
# docs.aws.amazon.com/apigateway/latest/developerguide/limits.html: 29 s, which AWS raises for regional APIs on request
WAIT = {"type": "integer", "minimum": 1, "maximum": 900,
        "description": "seconds that API Gateway waits for the response; above 29 the account's quota must be raised "
                       "first"}
LIMIT = {**api_settings.LIMIT, "description": "the most requests that API Gateway accepts; it answers further ones "
                                              "with 429"}
SCHEMA: dict = {
    "title": "endpoint",
    "description": "A route of the app's one API, or several. The gateway of a REST API validates the query string or "
                   "the body before the lambda is called, and answers 400 itself.",
    "type": "object",
    "properties": {
        "api": API,
        "method": {**METHOD, "description": f"{METHOD['description']}; several methods or paths are `routes`"},
        "path": PATH,
        "parameters": QUERY,
        "schema": BODY,
        "routes": {"type": "array", "minItems": 1, "maxItems": routes.MOST,
                   "description": "several routes instead of `method` and `path`, for a lambda with a router: each "
                                  "`GET /orders`, or a mapping of the other fields",
                   "items": {"anyOf": [
                       {"type": "string", "pattern": rf"^({'|'.join(routes.METHODS)}) +\S+$",
                        "description": "a method in capitals, and a path; the API itself answers OPTIONS",
                        "examples": ["GET /orders"]},
                       {"type": "object", "required": ["method", "path"], "additionalProperties": False,
                        "properties": {"method": METHOD, "path": PATH, "parameters": QUERY, "schema": BODY, "api": API,
                                       "key": KEY, "authorizer": AUTHORIZER, "groups": GROUPS, "pool": POOL,
                                       "wait": WAIT, "limit": LIMIT}}]}},
        "key": {**KEY, "default": False},
        "authorizer": AUTHORIZER,
        "groups": GROUPS,
        "pool": POOL,
        "wait": WAIT,
        "limit": LIMIT,
        "binary": {"type": "array", "minItems": 1, "items": {
            "type": "string", "pattern": r"^(\*/\*|[A-Za-z0-9][\w.+-]*/(\*|[A-Za-z0-9][\w.+-]*))$",
            "description": "a media type: image/png, image/* or */*"},
            "description": "media types whose bodies are bytes, for the whole API: the event has such a body as "
                           "base64, and a response with isBase64Encoded is decoded if the request's Accept begins with "
                           "one of them"}},
    "required": ["api"],
    "elsewhere": foreign_words.OF_ENDPOINT,
    "additionalProperties": False,
    "examples": [{"api": "public", "method": "GET", "path": "/orders", "parameters": ["customer"]},
                 {"api": "private", "method": "POST", "path": "/orders",
                  "schema": {"type": "object", "required": ["sku"],
                             "properties": {"sku": {"type": "string"}}}},
                 {"api": "private", "groups": ["admin"], "method": "DELETE", "path": "/orders/{id}"},
                 {"api": "public", "routes": ["GET /orders", "ANY /orders/{rest+}"]}],
}


def problems(block: dict) -> list[KeyProblem]:
    """[(key, message, hint)] of an endpoint: a path or a body schema that API Gateway would refuse."""
    if "routes" in block:
        return routes.list_problems(block)
    access = routes.access_problems(block, "", block)
    missing = [("", f"endpoint needs {field!r}", hint) for field, hint in (
        ("method", "GET, POST, ...; or routes: [GET /orders, POST /orders]"), ("path", PATH["description"]))
        if field not in block]
    return access + (missing or routes.problems(block))


def normal(block: dict) -> dict:
    """The block with paths that begin with a slash and end without, and with whole routes if it has `routes`."""
    if "routes" not in block:
        return {**block, "path": routes.normal_path(block["path"])}
    return {**{field: value for field, value in block.items() if field not in routes.OF_ROUTE},
            "routes": [routes.normal(block, entry) for entry in block["routes"]]}


def event_shape(block: dict) -> dict:
    """The shape of a request to the app's API."""
    if "format" in block:
        return http_shapes.of_endpoint(routes.routes(block))
    return event_shapes.of_endpoint(routes.routes(block), routes.only_schema(block))


def resources(app: AppModel, fn: Lambda) -> dict[str, dict]:
    """{"OrdersEndpointPermission": ...}: the API may call the lambda for its routes, and for no others."""
    listed = routes.routes(fn["infra"]["endpoint"])
    path = http_api.source_text(listed) if api_settings.is_http(app["settings"]) else \
        f"${{Stage}}/{routes.invoke_path(listed)}"
    source = cfn.sub("arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:"
                     f"${{{routes.api_id(app)}}}/{path}")
    return {names.logical_id(fn["name"], "endpoint", "permission"): function.invoke_permission(
        names.logical_id(fn["name"], "function"), "apigateway.amazonaws.com", source)}


def shared(app: AppModel, fns: list[Lambda]) -> dict[str, dict]:
    """{logical id: resource}: the API, its deployment and stage, and an API key if a route needs one."""
    if api_settings.is_http(app["settings"]):
        return {**http_api.resources(app, fns, throttling.of_all(app["settings"]), access_logs(app["settings"])),
                **access_log_group(app["settings"])}
    body = api.body(app, fns)
    # A deployment is a snapshot: only one with a new id serves a changed body.
    digest = hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()[:10]
    deployment_id = f"ApiDeployment{digest}"
    return {
        API_ID: cfn.resource("AWS::ApiGateway::RestApi", {
            "Body": body,
            "EndpointConfiguration": {"Types": ["REGIONAL"]},
            # An import creates an EDGE API, and the property alone takes effect too late.
            "Parameters": {"endpointConfigurationTypes": "REGIONAL"}}),
        deployment_id: cfn.resource("AWS::ApiGateway::Deployment", {"RestApiId": cfn.ref(API_ID)}),
        STAGE_ID: cfn.resource("AWS::ApiGateway::Stage", {
            "RestApiId": cfn.ref(API_ID),
            "DeploymentId": cfn.ref(deployment_id),
            "StageName": cfn.ref("Stage"),
            **access_logs(app["settings"]),
            **({"TracingEnabled": True} if app["settings"].get("tracing") is True else {}),
            "MethodSettings": throttling.method_settings(app["settings"], fns)}),
        **access_log_group(app["settings"]),
        **(key_resources(app["settings"]) if has_key(fns) else {}),
        **groups.resources(app, fns),
    }


def access_logs(settings: AppSettings) -> dict:
    """The AccessLogSetting of the stage, AccessLogSettings of an HTTP API: JSON; {} without `access_logs`."""
    if not settings.get("api", {}).get("access_logs"):
        return {}
    is_http = api_settings.is_http(settings)
    fields = {**ACCESS_LOG, "route": "routeKey"} if is_http else ACCESS_LOG
    line = json.dumps({field: f"$context.{variable}" for field, variable in fields.items()})
    return {f"AccessLogSetting{'s' * is_http}": {"DestinationArn": cfn.arn(ACCESS_LOGS_ID), "Format": line}}


def access_log_group(settings: AppSettings) -> dict[str, dict]:
    """{"ApiAccessLogs": log group} if the stage writes to it."""
    return {ACCESS_LOGS_ID: log.group(settings)} if settings.get("api", {}).get("access_logs") else {}


def key_resources(settings: AppSettings) -> dict[str, dict]:
    """{logical id: resource}: one API key, and the usage plan that allows it at the stage, with its quota."""
    limit, _in, _a, period = settings.get("api", {}).get("quota", "   ").split(" ")
    return {
        "ApiKey": cfn.resource("AWS::ApiGateway::ApiKey", {"Enabled": True}),
        "ApiUsagePlan": cfn.resource("AWS::ApiGateway::UsagePlan", {
            "ApiStages": [{"ApiId": cfn.ref(API_ID), "Stage": cfn.ref(STAGE_ID)}],
            **({"Quota": {"Limit": int(limit), "Period": period.upper()}} if limit else {})}),
        "ApiUsagePlanKey": cfn.resource("AWS::ApiGateway::UsagePlanKey", {
            "KeyId": cfn.ref("ApiKey"), "KeyType": "API_KEY", "UsagePlanId": cfn.ref("ApiUsagePlan")}),
    }


def shared_outputs(app: AppModel, fns: list[Lambda]) -> dict[str, dict]:
    """{"ApiId", "ApiUrl", and "ApiKeyId" for callers of routes with a key}"""
    api_id, path = routes.api_id(app), "" if api_settings.is_http(app["settings"]) else f"/${{{STAGE_ID}}}"
    return {
        "ApiId": {"Value": cfn.ref(api_id)},
        "ApiUrl": {"Value": cfn.sub(f"https://${{{api_id}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}{path}")},
        **({"ApiKeyId": {"Value": cfn.ref("ApiKey")}} if has_key(fns) else {}),
    }


def has_key(fns: list[Lambda]) -> bool:
    """Whether any endpoint needs an API key."""
    return any(route["key"] for fn in fns for route in routes.routes(fn["infra"]["endpoint"]))


statements = nothing.no_statements
outputs = nothing.none
