"""The app's one REST API, from the routes of all its endpoints: its Body is Swagger 2.0.

API Gateway imports OpenAPI 3.0 too; SAM and chalice write 2.0, so API Gateway's extensions of 2.0 are used most.
docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
"""
import re

from aws.app import AppModel, Lambda
from kit import names
from recipes import cors, function, user_pool

SIGNED_IN, API_KEY = "UserPool", "ApiKey"
VALIDATORS = {"body": {"validateRequestBody": True, "validateRequestParameters": False},
              "parameters": {"validateRequestBody": False, "validateRequestParameters": True}}
# API Gateway does not validate a body whose content type has no model: text/plain would pass.
# docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
ANY_OTHER_TYPE = "$default"


def body(app: AppModel, fns: list[Lambda]) -> dict:
    """The Swagger document of all endpoints {"name": "orders", "infra": {"endpoint": {...}}}."""
    paths, methods_by_path = {}, {}
    for fn in fns:
        endpoint = fn["infra"]["endpoint"]
        methods_by_path.setdefault(endpoint["path"], []).append(endpoint["method"])
        methods = paths.setdefault(endpoint["path"], {})
        methods[method_key(endpoint["method"])] = operation(app, fn["name"], endpoint)
    definitions = {model_name(fn["name"]): model(fn["infra"]["endpoint"]["schema"])
                   for fn in fns if "schema" in fn["infra"]["endpoint"]}
    errors = cors.gateway_response(app)
    return {
        "swagger": "2.0",
        "info": {"title": {"Ref": "AWS::StackName"}, "version": "1"},
        "paths": {path: {**methods, "options": cors.preflight(app, methods_by_path[path])}
                  for path, methods in paths.items()},
        "x-amazon-apigateway-gateway-responses": {"DEFAULT_4XX": errors, "DEFAULT_5XX": errors},
        "x-amazon-apigateway-request-validators": VALIDATORS,
        **({"x-amazon-apigateway-binary-media-types": binary_types(fns)} if binary_types(fns) else {}),
        **({"definitions": definitions} if definitions else {}),
        **security_definitions(fns),
    }


def binary_types(fns: list[Lambda]):
    """[media type] of all endpoints' `binary`: API Gateway has one list for an API, none for a method."""
    return sorted({media_type for fn in fns for media_type in fn["infra"]["endpoint"].get("binary", [])})


def method_key(method: str) -> str:
    """The key of a method in Swagger: "GET" -> "get"; "ANY" -> "x-amazon-apigateway-any-method"."""
    return "x-amazon-apigateway-any-method" if method == "ANY" else method.lower()


def operation(app: AppModel, name: str, endpoint: dict) -> dict:
    """The Swagger operation of a method of a path: required parameters, security requirements, and its lambda."""
    definition: dict = {
        "responses": {},
        "x-amazon-apigateway-integration": {
            "type": "aws_proxy", "httpMethod": "POST", "passthroughBehavior": "when_no_match",
            "uri": {"Fn::Sub": "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/"
                               f"functions/{function.arn_text(app, name)}/invocations"}},
    }
    parameters = [{"name": part, "in": "path", "required": True, "type": "string"}
                  for part in re.findall(r"\{([^}+]+)\+?\}", endpoint["path"])]
    parameters += [{"name": parameter, "in": "query", "required": True, "type": "string"}
                   for parameter in endpoint["parameters"]]
    if "schema" in endpoint:
        parameters.append({"name": "body", "in": "body", "required": True,
                           "schema": {"$ref": f"#/definitions/{model_name(name)}"}})
        definition["consumes"] = ["application/json", ANY_OTHER_TYPE]
        definition["x-amazon-apigateway-request-validator"] = "body"
    elif endpoint["parameters"]:
        definition["x-amazon-apigateway-request-validator"] = "parameters"
    requirements = security(endpoint)
    return {**definition, **({"parameters": parameters} if parameters else {}),
            **({"security": [requirements]} if requirements else {})}


def security(endpoint: dict) -> dict[str, list]:
    """The security requirement: {} for none; a caller must meet all of those in it."""
    return {**({SIGNED_IN: []} if endpoint["api"] == "private" else {}),
            **({API_KEY: []} if endpoint["key"] else {})}


def security_definitions(fns: list[Lambda]) -> dict[str, dict]:
    """{"securityDefinitions": the schemes that some endpoint requires}, or {}."""
    used = {scheme for fn in fns for scheme in security(fn["infra"]["endpoint"])}
    definitions = {
        API_KEY: {"type": "apiKey", "name": "x-api-key", "in": "header"},
        SIGNED_IN: {"type": "apiKey", "name": "Authorization", "in": "header",
                    "x-amazon-apigateway-authtype": "cognito_user_pools",
                    "x-amazon-apigateway-authorizer": {
                        "type": "cognito_user_pools",
                        "providerARNs": [{"Fn::GetAtt": [user_pool.ID, "Arn"]}]}},
    }
    return {"securityDefinitions": {scheme: definitions[scheme] for scheme in sorted(used)}} if used else {}


def model_name(name: str) -> str:
    """The name of a model, letters and digits only: "orders-add" -> "OrdersAddBody"."""
    return names.logical_id(name, "body")


def model(schema: dict) -> dict:
    """The model of a body's schema: a copy without $schema, as API Gateway always uses draft 4."""
    return {keyword: value for keyword, value in schema.items() if keyword != "$schema"}
