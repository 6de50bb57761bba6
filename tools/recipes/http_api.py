"""The app's one HTTP API (`api: {type: http}` in app.yaml), instead of a REST API: its Body is OpenAPI 3.0.

docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html has the differences,
http-api-open-api.html and api-gateway-swagger-extensions.html the extensions.
"""
from collections.abc import Iterator
from typing import Any

from aws import cfn
from aws.app import AppModel, Lambda
from kit import api_settings
from kit.api_settings import Limit
from kit.problems import KeyProblem
from recipes import api, authorizer, cors, function, groups, routes, url, user_pool

STAGE_ID = "HttpApiStage"
STAGE = "$default"  # a stage that is not in the API's addresses, nor in the paths of events
MOST_WAIT = 30  # seconds: docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
LOCATIONS = {"header": "$request.header", "query": "$request.querystring"}
AUTHORIZATION = f"{LOCATIONS['header']}.Authorization"
# What an endpoint of a REST API may have, and no HTTP API: {field: (message, hint)}
REFUSED = {
    "parameters": ("an HTTP API does not validate the query",
                   "check it in the code: (event.get('queryStringParameters') or {}).get(...)"),
    "schema": ("an HTTP API does not validate bodies", "check it in the code, e.g. with Pydantic, or write "
               "`api: {type: rest}` in app.yaml"),
    "key": ("an HTTP API has no API keys", "api: iam, private or custom; or `api: {type: rest}` in app.yaml"),
    "binary": ("an HTTP API has no list of binary media types: it sends a body in base64 that is no text, and decodes "
               "every response with isBase64Encoded", "remove binary")}


def with_format(lambdas: dict[str, Lambda], settings: Any) -> dict[str, Lambda]:
    """The lambdas of the app model; in an app with an HTTP API the blocks `endpoint` and `authorizer` get the format
    of the events: {"format": "2.0"}. settings: those of app.yaml"""
    if not api_settings.is_http(settings):
        return lambdas
    return {name: {**fn, "infra": fn["infra"] and {
        word: {**block, "format": api_settings.FORMAT} if word in ("endpoint", "authorizer") else block
        for word, block in fn["infra"].items()}} for name, fn in lambdas.items()}


def problems(infra: dict[str, Any], is_http: bool) -> Iterator[KeyProblem]:
    """(dotted key, message, hint) of each field of a normal infra block that the app's type of API does not have."""
    for key, route in routes.numbered(infra["endpoint"]) if "endpoint" in infra else ():
        if not is_http and route["path"] == routes.DEFAULT:
            yield (f"{key}.path", "a REST API has no route $default",
                   "ANY /{rest+} and ANY /; or write `api: {type: http}` in app.yaml")
        if is_http:
            yield from ((f"{key}.{field}", *fault) for field, fault in REFUSED.items()
                        if route.get(field) and field != "binary")
            if route.get("wait", 0) > MOST_WAIT:
                yield (f"{key}.wait", f"wait: an HTTP API waits for {MOST_WAIT} seconds at most",
                       f"write at most {MOST_WAIT}, or `api: {{type: rest}}` in app.yaml (docs/http-api.md)")
    if is_http and "binary" in infra.get("endpoint", {}):
        yield "endpoint.binary", *REFUSED["binary"]
    if is_http and "pattern" in infra.get("authorizer", {}):
        yield ("authorizer.pattern", "an HTTP API does not check a token by a pattern",
               "check it in the code: event['identitySource'][0]")


def body(app: AppModel, fns: list[Lambda]) -> dict[str, Any]:
    """The OpenAPI document of all endpoints, with Amazon's extensions."""
    paths: dict[str, dict] = {}
    for fn in fns:
        for route in routes.routes(fn["infra"]["endpoint"]):
            paths.setdefault(route["path"], {})[api.method_key(route["method"])] = operation(app, fn["name"], route)
    schemes = security_schemes(app, fns)
    cors_settings = {**url.cors_settings(app), "AllowMethods": [*cors.ANY, "OPTIONS"]}
    return {"openapi": "3.0.1",
            "info": {"title": cfn.ref("AWS::StackName"), "version": "1"},
            "paths": paths,
            "x-amazon-apigateway-cors": {name[0].lower() + name[1:]: value for name, value in cors_settings.items()},
            **({"components": {"securitySchemes": schemes}} if schemes else {})}


def operation(app: AppModel, name: str, route: dict[str, Any]) -> dict[str, Any]:
    """The operation of a lambda's route: the parameters of its path, who may call, and the lambda itself."""
    integration = {"type": "aws_proxy", "httpMethod": "POST", "payloadFormatVersion": api_settings.FORMAT,
                   "uri": cfn.sub(function.uri_text(app, name)),
                   **({"timeoutInMillis": 1000 * route["wait"]} if "wait" in route else {})}
    parameters = [{"name": part, "in": "path", "required": True, "schema": {"type": "string"}}
                  for part in routes.variables(route)]
    requirements = api.security(route)
    return {"responses": {"default": {"description": "the response of the handler"}},
            "x-amazon-apigateway-integration": integration,
            **({"isDefaultRoute": True} if route["path"] == routes.DEFAULT else {}),
            **({"parameters": parameters} if parameters else {}),
            **({"security": [requirements]} if requirements else {})}


def security_schemes(app: AppModel, fns: list[Lambda]) -> dict[str, dict]:
    """{name: scheme} of those that some route requires.

    A JWT authorizer checks the signature, the issuer, the time, and that the token is for the app's client; of
    Cognito's tokens it accepts both, the ID token and the access token.
    docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
    """
    used = {scheme for fn in fns for route in routes.routes(fn["infra"]["endpoint"]) for scheme in api.security(route)}
    jwt = {user_pool.pool_id(pool): {"type": "jwt", "identitySource": AUTHORIZATION, "jwtConfiguration": {
        "issuer": cfn.attribute(user_pool.pool_id(pool), "ProviderURL"),
        "audience": [cfn.ref(user_pool.client_id(pool))]}} for pool in user_pool.needed(app)}
    schemes = {
        **{authorizer.scheme_id(name): custom_scheme(app, name)
           for fn in fns for name in authorizer.names_of(fn["infra"]["endpoint"])},
        **{groups.scheme_id(listed): lambda_scheme(groups.uri(listed), [AUTHORIZATION], groups.TTL)
           for listed in groups.sets(fns)},
        api.SIGNED: {"type": "apiKey", "name": "Authorization", "in": "header",
                     "x-amazon-apigateway-authtype": "awsSigv4"},
        **{id_: {"type": "oauth2", "x-amazon-apigateway-authorizer": authorizer_} for id_, authorizer_ in jwt.items()}}
    return {name: schemes[name] for name in sorted(used)}


def custom_scheme(app: AppModel, name: str) -> dict[str, Any]:
    """The security scheme of the authorizer that is the lambda `name`."""
    block = app["lambdas"][name]["infra"]["authorizer"]
    sources = [source.split(".", 1) for source in block.get("sources", [f"header.{block.get('header')}"])]
    return lambda_scheme(cfn.sub(function.uri_text(app, name)),
                         [f"{LOCATIONS[location]}.{source}" for location, source in sources], block["ttl"])


def lambda_scheme(uri: dict[str, Any], sources: list[str], ttl: int) -> dict[str, Any]:
    """The security scheme of a function that decides, with simple answers: {"isAuthorized": True, "context": {}}.

    docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
    """
    return {"type": "apiKey", "name": "Unused", "in": "header", "x-amazon-apigateway-authorizer": {
        "type": "request", "authorizerUri": uri, "authorizerPayloadFormatVersion": api_settings.FORMAT,
        "enableSimpleResponses": True, "authorizerResultTtlInSeconds": ttl,
        **({"identitySource": ", ".join(sources)} if sources else {})}}


def resources(app: AppModel, fns: list[Lambda], limit: Limit, access_logs: dict) -> dict[str, dict]:
    """{"HttpApi": ..., "HttpApiStage": ...}: the API, and its stage, which deploys each change by itself.

    limit        of routes without one of their own; access_logs: of the stage's properties
    """
    def settings(limit: Limit) -> dict[str, Any]:
        metrics = {"DetailedMetricsEnabled": True} if app["settings"].get("api", {}).get("metrics") else {}
        return {"ThrottlingBurstLimit": limit["burst"], "ThrottlingRateLimit": limit["rate"], **metrics}
    limits = {route["path"] if route["path"] == routes.DEFAULT else f"{route['method']} {route['path']}":
              settings(route["limit"]) for fn in fns for route in routes.routes(fn["infra"]["endpoint"])
              if "limit" in route}
    return {
        routes.api_id(app): cfn.resource("AWS::ApiGatewayV2::Api", {"Body": body(app, fns)}),
        STAGE_ID: cfn.resource("AWS::ApiGatewayV2::Stage", {
            "ApiId": cfn.ref(routes.api_id(app)), "StageName": STAGE, "AutoDeploy": True,
            "DefaultRouteSettings": settings(limit), **({"RouteSettings": limits} if limits else {}), **access_logs}),
        **groups.resources(app, fns)}


def source_text(listed: list[dict[str, Any]]) -> str:
    """The end of the ARN by which the API may invoke a lambda for its routes: "*/GET/orders/*".

    The ARN of $default has no method: docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
    """
    if any(route["path"] == routes.DEFAULT for route in listed):
        return "*" + routes.DEFAULT if len(listed) == 1 else "*"
    return "*/" + routes.invoke_path(listed)
