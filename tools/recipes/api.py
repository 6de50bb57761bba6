"""The app's one REST API, from the routes of all its endpoints: its Body is Swagger 2.0.

API Gateway imports OpenAPI 3.0 too; SAM and chalice write 2.0, so API Gateway's extensions of 2.0 are used most.
docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
"""
from typing import Any

from aws import cfn
from aws.app import AppModel, Lambda
from kit import api_settings, names
from recipes import authorizer, cors, function, groups, routes, user_pool

API_KEY, SIGNED = "ApiKey", "Iam"
VALIDATORS = {"body": {"validateRequestBody": True, "validateRequestParameters": False},
              "parameters": {"validateRequestBody": False, "validateRequestParameters": True}}
# API Gateway does not validate a body whose content type has no model: text/plain would pass.
# docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
ANY_OTHER_TYPE = "$default"


def body(app: AppModel, fns: list[Lambda]) -> dict:
    """The Swagger document of all endpoints {"name": "orders", "infra": {"endpoint": {...}}}."""
    paths, methods_by_path = {}, {}
    definitions = {}
    for fn in fns:
        for key, route in routes.numbered(fn["infra"]["endpoint"]):
            methods_by_path.setdefault(route["path"], []).append(route["method"])
            methods = paths.setdefault(route["path"], {})
            model_name = names.logical_id(fn["name"], "body", *key.split(".")[2:])
            methods[method_key(route["method"])] = operation(app, fn["name"], route, model_name)
            if "schema" in route:
                definitions[model_name] = model(route["schema"])
    cors_settings, headers_text = cors.settings(app), cors.quoted(cors.allowed_headers(app))
    errors = cors.gateway_response(cors_settings, headers_text)
    return {
        "swagger": "2.0",
        "info": {"title": {"Ref": "AWS::StackName"}, "version": "1"},
        "paths": {path: {**methods, "options": cors.preflight(cors_settings, methods_by_path[path], headers_text)}
                  for path, methods in paths.items()},
        "x-amazon-apigateway-gateway-responses": {"DEFAULT_4XX": errors, "DEFAULT_5XX": errors},
        "x-amazon-apigateway-request-validators": VALIDATORS,
        **({"x-amazon-apigateway-binary-media-types": binary_types(fns)} if binary_types(fns) else {}),
        # docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-key-source.html
        **({"x-amazon-apigateway-api-key-source": "AUTHORIZER"}
           if api_settings.has_keys_of_authorizers(app["settings"]) else {}),
        **({"definitions": definitions} if definitions else {}),
        **security_definitions(app, fns),
    }


def binary_types(fns: list[Lambda]):
    """[media type] of all endpoints' `binary`: API Gateway has one list for an API, none for a method."""
    return sorted({media_type for fn in fns for media_type in fn["infra"]["endpoint"].get("binary", [])})


def method_key(method: str) -> str:
    """The key of a method in Swagger: "GET" -> "get"; "ANY" -> "x-amazon-apigateway-any-method"."""
    return "x-amazon-apigateway-any-method" if method == "ANY" else method.lower()


def operation(app: AppModel, name: str, route: dict, model_name: str) -> dict:
    """The Swagger operation of a lambda's route: required parameters, security requirements, and the lambda itself.

    model_name  of the route's schema, letters and digits only: "OrdersAddBody", or "OrdersBody0" of the first of routes
    """
    definition: dict = {
        "responses": {},
        "x-amazon-apigateway-integration": {
            "type": "aws_proxy", "httpMethod": "POST", "passthroughBehavior": "when_no_match",
            "uri": {"Fn::Sub": function.uri_text(app, name)},
            **({"timeoutInMillis": 1000 * route["wait"]} if "wait" in route else {})},
    }
    parameters: list[dict[str, Any]] = [
        {"name": part, "in": "path", "required": True, "type": "string"} for part in routes.variables(route)]
    parameters += [{"name": parameter, "in": "query", "required": True, "type": "string"}
                   for parameter in route["parameters"]]
    if "schema" in route:
        parameters.append({"name": "body", "in": "body", "required": True,
                           "schema": {"$ref": f"#/definitions/{model_name}"}})
        definition["consumes"] = ["application/json", ANY_OTHER_TYPE]
        definition["x-amazon-apigateway-request-validator"] = "body"
    elif route["parameters"]:
        definition["x-amazon-apigateway-request-validator"] = "parameters"
    requirements = security(route)
    return {**definition, **({"parameters": parameters} if parameters else {}),
            **({"security": [requirements]} if requirements else {})}


def security(route: dict) -> dict[str, list]:
    """The security requirement: {} for none; a caller must meet all of those in it."""
    is_private, listed = route["api"] == routes.PRIVATE, groups.of_route(route)
    return {**({user_pool.pool_id(route.get("pool", "")): []} if is_private and not listed else {}),
            **({groups.scheme_id(listed): []} if is_private and listed else {}),
            **({SIGNED: []} if route["api"] == routes.IAM else {}),
            **({authorizer.scheme_id(route["authorizer"]): []} if route["api"] == routes.CUSTOM else {}),
            **({API_KEY: []} if route["key"] else {})}


def security_definitions(app: AppModel, fns: list[Lambda]) -> dict[str, dict]:
    """{"securityDefinitions": the schemes that some endpoint requires}, or {}."""
    used = {scheme for fn in fns for route in routes.routes(fn["infra"]["endpoint"]) for scheme in security(route)}
    definitions = {
        **{authorizer.scheme_id(name): authorizer.scheme(app, name)
           for fn in fns for name in authorizer.names_of(fn["infra"]["endpoint"])},
        **{groups.scheme_id(listed): groups.scheme(listed) for listed in groups.sets(fns)},
        API_KEY: {"type": "apiKey", "name": "x-api-key", "in": "header"},
        # docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authtype.html
        SIGNED: {"type": "apiKey", "name": "Authorization", "in": "header",
                 "x-amazon-apigateway-authtype": "awsSigv4"},
        **{id_: {"type": "apiKey", "name": "Authorization", "in": "header",
                 "x-amazon-apigateway-authtype": "cognito_user_pools",
                 "x-amazon-apigateway-authorizer": {
                     "type": "cognito_user_pools", "providerARNs": [cfn.arn(id_)]}}
           for id_ in map(user_pool.pool_id, user_pool.needed(app))},
    }
    return {"securityDefinitions": {scheme: definitions[scheme] for scheme in sorted(used)}} if used else {}


def model(schema: dict) -> dict:
    """The model of a body's schema: a copy without $schema, as API Gateway always uses draft 4."""
    return {keyword: value for keyword, value in schema.items() if keyword != "$schema"}
