"""The control plane of the local cloud's REST APIs: definitions, deployments, domain names."""
import json
from datetime import date

import pytest
import yaml

from localcloud import api
from localcloud.api import definition
from localcloud.moto import state
from recipes import api as expanded
from tests.fixtures.cases import cases
from tests.fixtures.rest_apis import CORS, EXTENSION, REGION, VALIDATORS, ask, body_of, deploy, environ, ok, proxied


def test_a_change_is_served_only_after_a_new_deployment(functions):
    old, new = (functions.add(f"shop-{name}", lambda event, name=name: ok(f'"{name}"')) for name in ("old", "new"))
    api_id = deploy(body_of({"/": {"get": proxied(old)}}))
    client = state.client("apigateway", REGION)
    api.import_body(REGION, api_id, body_of({"/": {"get": proxied(new)}}))
    assert ask(api_id) == (200, "old")
    deployment = client.create_deployment(restApiId=api_id)["id"]
    api.deployed(REGION, api_id, deployment)
    assert ask(api_id) == (200, "old")
    client.update_stage(restApiId=api_id, stageName="dev", patchOperations=[
        {"op": "replace", "path": "/deploymentId", "value": deployment}])
    assert ask(api_id) == (200, "new")


def test_a_domain_name_leads_to_its_stage(functions):
    arn = functions.add("shop-domain", lambda event: ok(event["requestContext"]["path"]))
    api_id = deploy(body_of({"/a": {"get": proxied(arn)}}))
    client = state.client("apigateway", REGION)
    client.create_domain_name(domainName="api.shop.test")
    assert api.by_host("api.shop.test", "/a") == ("", "", "", "/a")
    client.create_base_path_mapping(domainName="api.shop.test", restApiId=api_id, stage="dev")
    assert api.by_host("API.shop.test:4566", "/a/b") == (api_id, "dev", "", "/a/b")
    assert api.by_host("www.shop.test", "/") is None
    assert api.handle(None, api_id, "dev", "/a", {**environ(path="/a"), "HTTP_HOST": "api.shop.test"}, b"")[2] == b"/a"


@cases("change, message", [
    ({EXTENSION + "policy": {}}, "not supported by the local cloud: x-amazon-apigateway-policy of the definition"),
    ({"security": [{"a": []}]}, "not supported by the local cloud: `security` at the top (API Gateway ignores it "
              "there: write it in each operation)"),
    ({"swagger": "1.2"}, "the definition is neither Swagger 2.0 nor OpenAPI 3.0"),
    ({"paths": {}}, "the REST API doesn't contain any methods"),
    ({"paths": {"/": {"get": {EXTENSION + "integration": {"type": "http"}}}}},
     "not supported by the local cloud: integration type 'http' of GET / (supported: aws_proxy, mock)"),
    ({"paths": {"/": {"get": {EXTENSION + "integration": {"type": "aws_proxy", "credentials": "c"}}}}},
     "not supported by the local cloud: credentials in the integration of GET /"),
    ({"paths": {"/": {"get": {EXTENSION + "integration": {"type": "aws_proxy", "httpMethod": "GET"}}}}},
     "the integration of GET / must have httpMethod POST: Lambda accepts no other"),
    ({"paths": {"/": {"options": {**CORS, "responses": {"200": {}}}}}},
     "OPTIONS /: invalid mapping expression parameter method.response.header.Access-Control-Allow-Origin: "
     "its response 200 does not declare the header Access-Control-Allow-Origin"),
    ({"paths": {"/": {"options": {**CORS, "responses": {}}}}},
     "OPTIONS / answers 200, which its `responses` do not declare"),
    ({"paths": {"/": {"get": proxied("f", security=[{"a": []}])}}},
     "GET / names the security scheme 'a', which is not defined"),
    ({"paths": {"/": {"get": proxied("f", **{EXTENSION + "request-validator": "a"})}}},
     "GET / names the request validator 'a', which is not defined"),
    ({"paths": {"/": {"get": proxied("f", parameters=[{"in": "body", "name": "b", "schema": {"$ref": "#/x"}}],
                   **{EXTENSION + "request-validator": "all"})}}, **VALIDATORS},
     "the reference '#/x' points at nothing"),
    ({"paths": {"/": {"get": proxied("f", parameters=[{"in": "body", "name": "b", "schema": {"minimum": "1"}}],
                   **{EXTENSION + "request-validator": "all"})}}, **VALIDATORS},
     "the model of GET / is no JSON Schema of draft 4: '1' is not of type 'number'"),
    ({EXTENSION + "gateway-responses": {"TEAPOT": {}}}, "no such gateway response: TEAPOT"),
])
def test_an_invalid_or_unsupported_definition_is_an_error_that_names_it(change, message):
    body = {**body_of({"/": {"get": proxied("f")}}), **change}
    with pytest.raises(ValueError) as raised:
        definition.definition(body)
    assert str(raised.value) == message


def call(method, path, query="", body=None):
    """(status, response) of a call of the control plane, None if moto would answer it. body: a value, or a text as it is"""
    signed = {"HTTP_AUTHORIZATION": f"AWS4-HMAC-SHA256 Credential=a/20260101/{REGION}/apigateway/aws4_request, "}
    data = body if isinstance(body, str) else json.dumps(body) if body else ""
    response = api.control({**environ(method, path, query), **signed}, data.encode())
    return response and (response[0], json.loads(response[2]))


def test_the_control_plane_imports_definitions_and_deploys_them(functions):
    arn = functions.add("shop-put", lambda event: ok('"put"'))
    status, created = call("POST", "/restapis", "mode=import", body_of({"/a": {"get": proxied(arn)}}))
    assert (status, created["name"]) == (201, "shop")
    api_id = created["id"]
    put = body_of({"/b/{c}": {"get": proxied(arn)}})
    assert call("PUT", f"/restapis/{api_id}", "mode=merge", put)[1]["id"] == api_id
    assert call("PUT", "/restapis/none", "mode=merge", put)[0] == 404
    assert call("PUT", f"/restapis/{api_id}", "mode=merge", {**put, "paths": {"/b/{d}": {"get": {}}}}) == (
        400, {"message": "Invalid OpenAPI input: /b/{d}: a sibling ({c}) of this resource already has a variable path part "
                         "-- only one is allowed"})
    assert call("POST", f"/restapis/{api_id}/deployments", body={"stageName": "dev"})[0] == 201
    assert ask(api_id, path="/a") == ask(api_id, path="/b/1") == (200, "put")
    items = call("GET", f"/restapis/{api_id}/resources")[1]["item"]
    assert [(item["path"], sorted(item.get("resourceMethods", {}))) for item in items] == [
        ("/", []), ("/a", ["GET"]), ("/b", []), ("/b/{c}", ["GET"])]
    assert items[3]["parentId"] == items[2]["id"] and items[2]["parentId"] == items[0]["id"]
    assert sorted(call("GET", f"/restapis/{api_id}/stages/dev/exports/swagger")[1]["paths"]) == ["/a", "/b/{c}"]
    assert call("GET", f"/restapis/{api_id}") is None and call("GET", "/apikeys") is None


def test_the_methods_of_an_imported_api_are_described(functions):
    mock = {"responses": {"200": {"description": "", "headers": {"X-Kind": {"type": "string"}}}, "default": {"description": ""}},
            EXTENSION + "integration": {"type": "mock", "requestTemplates": {"application/json": '{"statusCode": 200}'},
                                        "responses": {"default": {"statusCode": "200", "responseParameters": {
                                            "method.response.header.X-Kind": "'a'"}}}}}
    arn = functions.add("shop-described", ok)
    fetch = {**proxied(arn), "operationId": "fetch", EXTENSION + "auth": {"type": "AWS_IAM"}, "responses": {200: {"description": ""}},
             "parameters": [{"in": "query", "name": "page", "type": "string", "required": True},
                            {"in": "header", "name": "X-A", "type": "string"}]}
    body = body_of({"/a": {"get": fetch, "options": mock, "post": {"responses": {}}}})
    api_id = call("POST", "/restapis", "mode=import", body)[1]["id"]
    items = {item["path"]: item for item in call("GET", f"/restapis/{api_id}/resources")[1]["item"]}
    resource = items["/a"]["id"]

    def described(path=""):
        return call("GET", f"/restapis/{api_id}/resources/{resource}{path}")

    proxy = {"type": "AWS_PROXY", "httpMethod": "POST", "uri": fetch[EXTENSION + "integration"]["uri"], "timeoutInMillis": 29000,
             "passthroughBehavior": "WHEN_NO_MATCH", "cacheNamespace": resource, "cacheKeyParameters": [],
             "integrationResponses": {}}
    assert described() == (200, items["/a"])
    assert described("/methods/GET") == (200, {
        "httpMethod": "GET", "operationName": "fetch", "apiKeyRequired": False, "authorizationType": "AWS_IAM",
        "requestParameters": {"method.request.querystring.page": True, "method.request.header.X-A": False},
        "methodResponses": {"200": {"statusCode": "200"}}, "methodIntegration": proxy})
    assert described("/methods/GET/integration") == (200, proxy)
    preflight = described("/methods/OPTIONS")[1]
    assert (preflight["authorizationType"], preflight["methodResponses"]) == ("NONE", {"200": {
        "statusCode": "200", "responseParameters": {"method.response.header.X-Kind": False}}})
    assert preflight["methodIntegration"]["integrationResponses"] == {"200": {
        "statusCode": "200", "responseParameters": {"method.response.header.X-Kind": "'a'"}}}
    assert described("/methods/POST") == (200, {"httpMethod": "POST", "apiKeyRequired": False, "authorizationType": "NONE"})
    for absent in ("/methods/PUT", "/methods/POST/integration", "/methods/GET/other", "/other"):  # moto answers 404
        assert described(absent) is None
    assert call("GET", f"/restapis/{api_id}/resources/absent") is None


def test_a_definition_may_be_yaml(functions):
    arn = functions.add("shop-yaml", lambda event: ok('"yaml"'))
    text = yaml.dump({**body_of({"/a": {"get": {**proxied(arn), "responses": {200: {"description": "ok"}}}}}),
                      "info": {"title": "shop", "description": "of YAML", "version": date(2026, 1, 2)}})
    status, created = call("POST", "/restapis", "mode=import", text)
    assert (status, created["name"], created["description"]) == (201, "shop", "of YAML")
    assert call("PUT", f"/restapis/{created['id']}", "mode=overwrite", text)[0] == 200
    assert call("POST", f"/restapis/{created['id']}/deployments", body={"stageName": "dev"})[0] == 201
    assert ask(created["id"], path="/a") == (200, "yaml")


@cases("query, body, message", [
    ("overwrite", "a: [", "Invalid OpenAPI input: the definition is neither JSON nor YAML"),
    ("overwrite", "x", "Invalid OpenAPI input: the definition is no object"),
    ("overwrite", "[1]", "Invalid OpenAPI input: the definition is no object"),
    ("other", "{}", 'Enumeration value of OpenAPI import mode must be "overwrite" or "merge"')])
def test_what_is_no_import_is_refused(functions, query, body, message):
    api_id = state.client("apigateway", REGION).create_rest_api(name="shop")["id"]
    assert call("PUT", f"/restapis/{api_id}", f"mode={query}", body) == (400, {"message": message})


def test_the_definition_of_the_api_recipe_is_served(functions):
    fns = [{"name": name, "infra": {"endpoint": {"api": "public", "key": False, "parameters": [], **block}}}
           for name, block in (("get", {"method": "GET", "path": "/orders/{id}", "parameters": ["currency"]}),
                               ("add", {"method": "POST", "path": "/orders", "schema": {"required": ["sku"]}}),
                               ("mine", {"method": "GET", "path": "/mine", "api": "private"}),
                               ("any", {"method": "ANY", "path": "/all/{rest+}", "key": True}))]
    lambdas = {fn["name"]: {**fn, "env": []} for fn in fns}
    body = plain(expanded.body({"settings": {}, "lambdas": lambdas}, fns), functions)
    api_id = deploy(body)
    assert [without_id(ask(api_id, *call, **more)) for call, more in (
        (("GET", "/orders/7"), {"query": "currency=eur"}), (("GET", "/orders/7"), {}),
        (("POST", "/orders", b'{"sku": 1}'), {}), (("POST", "/orders", b"{}"), {}),
        (("GET", "/mine"), {}), (("PUT", "/all/a/b"), {}), (("OPTIONS", "/mine"), {}))] == [
            (200, "get"), (400, {"message": "Missing required request parameters: [currency]"}),
            (200, "add"), (400, {"message": "Invalid request body"}),
            (401, {"message": "Unauthorized"}), (403, {"message": "Forbidden"}), (200, None)]


def without_id(answer):
    """An answer without the request's id in the body of an error."""
    status, content = answer
    return status, {name: value for name, value in content.items() if name != "requestId"} if status >= 400 else content


def plain(node, functions):
    """A part of a template with its references resolved, as far as an API's body contains them."""
    if isinstance(node, list):
        return [plain(item, functions) for item in node]
    if not isinstance(node, dict):
        return node
    if "Fn::Sub" in node:
        name = node["Fn::Sub"].rpartition("-")[2].removesuffix("/invocations")
        return proxied(functions.add(name, lambda event: ok(f'"{name}"')))[EXTENSION + "integration"]["uri"]
    if "Ref" in node or "Fn::GetAtt" in node:
        return "shop"
    return {key: plain(value, functions) for key, value in node.items()}
