"""The app's one REST API, from the routes of all its endpoints: its Body is Swagger 2.0.

API Gateway imports OpenAPI 3.0 too; 2.0 is what SAM and chalice write, so its extensions are best worn in.
docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
"""
import re

from kit import names
from recipes import function, user_pool

SIGNED_IN, API_KEY = "UserPool", "ApiKey"
ANY = ["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"]
HEADERS = "'Authorization,Content-Type,X-Amz-Date,X-Amz-Security-Token,X-Api-Key'"
# The gateway's own answers (400, 401, 403, 504...) must be readable by a page too.
CORS_RESPONSE = {"responseParameters": {"gatewayresponse.header.Access-Control-Allow-Headers": HEADERS,
                                        "gatewayresponse.header.Access-Control-Allow-Origin": "'*'"}}
VALIDATORS = {"body": {"validateRequestBody": True, "validateRequestParameters": False},
              "parameters": {"validateRequestBody": False, "validateRequestParameters": True}}
# A body of a content type without a model is not looked at: text/plain would go past the schema.
# docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
EVERY_OTHER = "$default"
CORS_HEADERS = {f"Access-Control-Allow-{name}": {"type": "string"}
                for name in ("Headers", "Methods", "Origin")}


def body(app, fns):
    """The Swagger document of all endpoints {"name": "orders", "infra": {"endpoint": {...}}}."""
    paths, said = {}, {}
    for fn in fns:
        endpoint = fn["infra"]["endpoint"]
        said.setdefault(endpoint["path"], []).append(endpoint["method"])
        methods = paths.setdefault(endpoint["path"], {})
        methods[method_key(endpoint["method"])] = operation(app, fn["name"], endpoint)
    definitions = {model_name(fn["name"]): model(fn["infra"]["endpoint"]["schema"])
                   for fn in fns if "schema" in fn["infra"]["endpoint"]}
    return {
        "swagger": "2.0",
        "info": {"title": {"Ref": "AWS::StackName"}, "version": "1"},
        "paths": {path: {**methods, "options": preflight(said[path])} for path, methods in paths.items()},
        "x-amazon-apigateway-gateway-responses": {"DEFAULT_4XX": CORS_RESPONSE, "DEFAULT_5XX": CORS_RESPONSE},
        "x-amazon-apigateway-request-validators": VALIDATORS,
        **({"definitions": definitions} if definitions else {}),
        **security_definitions(fns),
    }


def method_key(method):
    """"GET" -> "get"; "ANY" -> API Gateway's own word for it."""
    return "x-amazon-apigateway-any-method" if method == "ANY" else method.lower()


def operation(app, name, endpoint):
    """One method of one path: what it must be given, who may call it, and the lambda behind it."""
    made = {
        "responses": {},
        "x-amazon-apigateway-integration": {
            "type": "aws_proxy", "httpMethod": "POST", "passthroughBehavior": "when_no_match",
            "uri": {"Fn::Sub": "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/"
                               f"functions/{function.arn_text(app, name)}/invocations"}},
    }
    wanted = [{"name": part, "in": "path", "required": True, "type": "string"}
              for part in re.findall(r"\{([^}+]+)\+?\}", endpoint["path"])]
    wanted += [{"name": parameter, "in": "query", "required": True, "type": "string"}
               for parameter in endpoint["parameters"]]
    if "schema" in endpoint:
        wanted.append({"name": "body", "in": "body", "required": True,
                       "schema": {"$ref": f"#/definitions/{model_name(name)}"}})
        made["consumes"] = ["application/json", EVERY_OTHER]
        made["x-amazon-apigateway-request-validator"] = "body"
    elif endpoint["parameters"]:
        made["x-amazon-apigateway-request-validator"] = "parameters"
    doors = security(endpoint)
    return {**made, **({"parameters": wanted} if wanted else {}), **({"security": [doors]} if doors else {})}


def security(endpoint):
    """The doors to pass: {} for none, else all of those named."""
    return {**({SIGNED_IN: []} if endpoint["api"] == "private" else {}),
            **({API_KEY: []} if endpoint["key"] else {})}


def security_definitions(fns):
    """{"securityDefinitions": the doors that some endpoint has}, or {}."""
    used = {door for fn in fns for door in security(fn["infra"]["endpoint"])}
    doors = {
        API_KEY: {"type": "apiKey", "name": "x-api-key", "in": "header"},
        SIGNED_IN: {"type": "apiKey", "name": "Authorization", "in": "header",
                    "x-amazon-apigateway-authtype": "cognito_user_pools",
                    "x-amazon-apigateway-authorizer": {
                        "type": "cognito_user_pools",
                        "providerARNs": [{"Fn::GetAtt": [user_pool.ID, "Arn"]}]}},
    }
    return {"securityDefinitions": {door: doors[door] for door in sorted(used)}} if used else {}


def preflight(methods):
    """The OPTIONS method, which tells a browser that a page of any origin may use these methods."""
    allowed = sorted({"OPTIONS", *(ANY if "ANY" in methods else methods)})
    return {
        "responses": {"200": {"description": "CORS", "headers": CORS_HEADERS}},
        "x-amazon-apigateway-integration": {
            "type": "mock",
            "requestTemplates": {"application/json": '{"statusCode":200}'},
            "responses": {"default": {"statusCode": "200", "responseParameters": {
                "method.response.header.Access-Control-Allow-Headers": HEADERS,
                "method.response.header.Access-Control-Allow-Methods": f"'{','.join(allowed)}'",
                "method.response.header.Access-Control-Allow-Origin": "'*'"}}}},
    }


def model_name(name):
    """A model is called by letters and digits only: "orders-add" -> "OrdersAddBody"."""
    return names.logical_id(name, "body")


def model(schema):
    """The body's schema without $schema, whose draft API Gateway chooses itself."""
    return {word: inner for word, inner in schema.items() if word != "$schema"}
