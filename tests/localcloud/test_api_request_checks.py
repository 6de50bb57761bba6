"""What a request must pass before its lambda: size, authorizer, key and model; and how a refusal looks."""
import json

import pytest

from localcloud import api
from localcloud.moto import state
from tests.fixtures.cases import cases
from tests.fixtures.rest_apis import (
    ACCOUNT,
    CORS,
    EXTENSION,
    REGION,
    VALIDATORS,
    ask,
    body_of,
    deploy,
    environ,
    ok,
    proxied,
)


def test_ten_megabytes_are_the_limit_of_the_gateway_and_six_that_of_a_lambda(functions):
    arn = functions.add("shop-big", lambda event: ok('"ok"'))
    api_id = deploy(body_of({"/": {"post": CORS}, "/lambda": {"post": proxied(arn)}}, **{
        EXTENSION + "gateway-responses": {"DEFAULT_4XX": {"responseTemplates": {"application/json": "{}"}}}}))
    too_large = 413, {"message": "Request Too Long"}
    assert ask(api_id, "POST", body=b" " * 10 * 1024 * 1024) == (200, None)
    assert ask(api_id, "POST", body=b" " * (10 * 1024 * 1024 + 1)) == too_large
    assert ask(api_id, "POST", "/lambda", body=b" " * (6 * 1024 * 1024 - 5000)) == (200, "ok")
    assert ask(api_id, "POST", "/lambda", body="\u00e9".encode() * (3 * 1024 * 1024 - 2500)) == (200, "ok")
    assert ask(api_id, "POST", "/lambda", body=b" " * 6 * 1024 * 1024) == too_large
    assert ask(api_id, "POST", "/lambda", body=b'"' * (3 * 1024 * 1024 + 1)) == too_large  # escaped in the event
    assert len(functions.calls) == 2


@cases("query, status, values", [
    ("a=1;b=2", 200, {"a": "1", "b": "2"}),
    ("a=1%3Bb=2", 200, {"a": "1;b=2"}),
    ("a=%7B%7C%7D", 200, {"a": "{|}"}),
    ("a=1|2", 400, None), ("filter={id}", 400, None), ("a={", 400, None), ("}", 400, None),
])
def test_some_characters_of_a_query_must_be_percent_encoded(functions, query, status, values):
    arn = functions.add("shop-query", lambda event: ok(json.dumps(event["queryStringParameters"])))
    answer = api.handle(None, deploy(body_of({"/": {"get": proxied(arn)}})), "dev", "/", environ(query=query), b"")
    assert (answer[0], answer[2]) == (status, json.dumps(values).encode() if values else b"Bad Request")


ORDER = {"type": "object", "required": ["name"], "additionalProperties": False,
         "properties": {"name": {"type": "string"}, "lines": {"type": "array", "items": {"$ref": "#/definitions/Line"}}}}
LINE = {"type": "object", "properties": {"count": {"type": "integer", "minimum": 0, "exclusiveMinimum": True}}}


@cases("query, tag, status, message", [
    ("page=1", "t", 200, None),
    ("", "t", 400, "Missing required request parameters: [page]"),
    ("page=", "t", 400, "Missing required request parameters: [page]"),
    ("page=1", "", 400, "Missing required request parameters: [X-Tag]"),
    ("other=1", "", 400, "Missing required request parameters: [X-Tag, page]"),
])
def test_required_parameters_must_be_present_and_not_blank(functions, query, tag, status, message):
    arn = functions.add("shop-params", lambda event: ok())
    parameters = [{"name": "X-Tag", "in": "header", "type": "string", "required": True},
                  {"name": "page", "in": "query", "type": "string", "required": True},
                  {"name": "size", "in": "query", "type": "string", "required": False}]
    api_id = deploy(body_of({"/": {"parameters": parameters[:1], "get": proxied(
        arn, parameters=parameters[1:], **{EXTENSION + "request-validator": "parameters"})}}, **VALIDATORS))
    answer = api.handle(None, api_id, "dev", "/", environ(query=query, X_Tag=tag), b"")
    assert answer[0] == status
    assert status == 200 or json.loads(answer[2]) == {"message": message}


@pytest.mark.parametrize("dialect", ["swagger", "openapi"])
@cases("body, kind, status", [
    (b'{"name": "a"}', "application/json", 200),
    (b'{"name": "a"}', "application/json; charset=utf-8", 200),
    (b'{"name": "a", "lines": [{"count": 1}]}', None, 200),
    (b'{"name": "a", "lines": [{"count": 0}]}', "application/json", 400),
    (b'{"name": 1}', "application/json", 400),
    (b'{"name": "a", "more": 1}', "application/json", 400),
    (b'', "application/json", 400),
    (b'{"name": ', "application/json", 400),
    (b'{"name": "a", "lines": NaN}', "application/json", 400),
    (b'anything', "text/plain", 200),
])
def test_a_body_must_fit_the_model_of_its_content_type(functions, dialect, body, kind, status):
    arn = functions.add("shop-model", lambda event: ok())
    operation = proxied(arn, **{EXTENSION + "request-validator": "all"})
    if dialect == "swagger":
        operation["parameters"] = [{"in": "body", "name": "order", "schema": {"$ref": "#/definitions/Order"}}]
        definition = body_of({"/": {"post": operation}}, definitions={"Order": ORDER, "Line": LINE}, **VALIDATORS)
    else:
        order = json.loads(json.dumps(ORDER).replace("#/definitions", "#/components/schemas"))
        operation["requestBody"] = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}}
        definition = {"openapi": "3.0.1", "info": {}, "paths": {"/": {"post": operation}}, **VALIDATORS,
                      "components": {"schemas": {"Order": order, "Line": LINE}}}
    answer = api.handle(None, deploy(definition), "dev", "/",
                        environ("POST", **({"Content_Type": kind} if kind else {})), body)
    assert (answer[0], answer[2]) == (status, b"ok" if status == 200 else b'{"message":"Invalid request body"}')


def test_without_a_validator_nothing_is_validated(functions):
    arn = functions.add("shop-free", lambda event: ok())
    operation = proxied(arn, parameters=[{"name": "page", "in": "query", "required": True},
                                         {"in": "body", "name": "order", "schema": ORDER}])
    body = body_of({"/": {"post": operation}}, definitions={"Line": LINE}, **VALIDATORS)
    assert api.handle(None, deploy(body), "dev", "/", environ("POST"), b"nonsense")[0] == 200


def test_a_mock_answers_cors():
    status, headers, payload = api.handle(None, deploy(body_of({"/": {"options": CORS}})), "dev", "/",
                                          environ("OPTIONS"), b"")
    assert (status, headers[:2], payload) == (
        200, [("Access-Control-Allow-Origin", "*"), ("Content-Type", "application/json")], b"")
    assert [name for name, _value in headers[2:]] == ["X-Amzn-Trace-Id", "x-amzn-RequestId", "x-amz-apigw-id"]


def test_gateway_responses_shape_the_errors_of_the_gateway(functions):
    arn = functions.add("shop-shape", lambda event: 1 / 0)
    shaped = {EXTENSION + "gateway-responses": {
        "DEFAULT_4XX": {"responseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"}},
        "DEFAULT_5XX": {"statusCode": 500, "responseTemplates": {"application/json":
                        '{"error": $context.error.messageString, "type": "$context.error.responseType", '
                        '"at": "$context.httpMethod $context.resourcePath", "none": "$context.nothing"}'},
                        "responseParameters": {
                            "gatewayresponse.header.Access-Control-Allow-Origin": "method.request.header.Origin",
                            "gatewayresponse.header.X-Gone": "method.request.header.Gone"}}}}
    api_id = deploy(body_of({"/": {"get": proxied(arn)}}, **shaped))
    status, headers, payload = api.handle(None, api_id, "dev", "/", environ(Origin="http://shop.test"), b"")
    assert (status, json.loads(payload)) == (500, {"error": "Internal server error", "type": "DEFAULT_5XX",
                                                   "at": "GET /", "none": ""})
    assert headers[2:3] == [("Access-Control-Allow-Origin", "http://shop.test")] and "X-Gone" not in dict(headers)
    status, headers, payload = api.handle(None, api_id, "dev", "/other", environ(), b"")
    assert (status, payload) == (403, b'{"message":"Missing Authentication Token"}')
    assert headers[:3] == [("Content-Type", "application/json"),
                           ("x-amzn-ErrorType", "MissingAuthenticationTokenException"),
                           ("Access-Control-Allow-Origin", "*")]


def test_an_api_key_must_belong_to_a_plan_of_the_stage(functions):
    arn = functions.add("shop-key", lambda event: ok(json.dumps(event["requestContext"]["identity"]["apiKeyId"])))
    scheme = {"securityDefinitions": {"api_key": {"type": "apiKey", "name": "x-api-key", "in": "header"}}}
    api_id = deploy(body_of({"/": {"get": proxied(arn, security=[{"api_key": []}])}}, **scheme))
    client = state.client("apigateway", REGION)
    good, lonely = (client.create_api_key(name=name, enabled=True, value=name * 5) for name in ("good1", "lone1"))
    plan = client.create_usage_plan(name="plan", apiStages=[{"apiId": api_id, "stage": "dev"}])["id"]
    other_key = client.create_usage_plan(name="other", apiStages=[{"apiId": api_id, "stage": "prod"}])["id"]
    client.create_usage_plan_key(usagePlanId=plan, keyId=good["id"], keyType="API_KEY")
    client.create_usage_plan_key(usagePlanId=other_key, keyId=lonely["id"], keyType="API_KEY")
    forbidden = 403, {"message": "Forbidden"}
    assert ask(api_id) == forbidden
    assert ask(api_id, X_Api_Key="nonsense") == forbidden
    assert ask(api_id, X_Api_Key=lonely["value"]) == forbidden
    assert ask(api_id, X_Api_Key=good["value"]) == (200, good["id"])
    client.update_api_key(apiKey=good["id"], patchOperations=[{"op": "replace", "path": "/enabled", "value": "false"}])
    assert ask(api_id, X_Api_Key=good["value"]) == forbidden


def policy(effect, resource="*", **more):
    """What a lambda authorizer answers."""
    return {"principalId": "ann", "policyDocument": {"Version": "2012-10-17", "Statement": [
        {"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}]}, **more}


@pytest.mark.parametrize("token, answer", [
    ("allow", (200, {"principalId": "ann", "integrationLatency": 0, "level": "3", "old": "true"})),
    ("deny", (403, {"message": "User is not authorized to access this resource with an explicit deny"})),
    ("other", (403, {"message": "User is not authorized to access this resource"})),
    ("unauthorized", (401, {"message": "Unauthorized"})),
    ("crash", (500, {"message": None})),
    ("odd", (500, {"message": None})),
    (None, (401, {"message": "Unauthorized"})),
])
def test_a_lambda_authorizer_answers_with_a_policy(functions, token, answer):
    def authorize(event):
        if event["authorizationToken"] == "unauthorized":
            raise Exception("Unauthorized")
        return {"allow": policy("Allow", event["methodArn"], context={"level": 3, "old": True}),
                "deny": policy("Deny"), "other": policy("Allow", "arn:aws:execute-api:other"),
                "odd": {"ok": True}}[event["authorizationToken"]]

    arn = functions.add("shop-guarded", lambda event: ok(json.dumps(event["requestContext"]["authorizer"])))
    guard = functions.add("shop-guard", authorize)
    uri = proxied(guard)[EXTENSION + "integration"]["uri"]
    scheme = {"guard": {"type": "apiKey", "name": "Authorization", "in": "header", EXTENSION + "authtype": "custom",
                        EXTENSION + "authorizer": {"type": "token", "authorizerUri": uri}}}
    api_id = deploy(body_of({"/a": {"get": proxied(arn, security=[{"guard": []}])}}, securityDefinitions=scheme))
    assert ask(api_id, path="/a", **({"Authorization": token} if token else {})) == answer
    if token:
        assert functions.calls[0] == {"type": "TOKEN", "authorizationToken": token,
                                      "methodArn": f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api_id}/dev/GET/a"}


@cases("more, status", [
    ({"X_Large": "a" * 10_300}, 431), ({f"X_{at}": "a" * 1_000 for at in range(11)}, 431), ({"X_Small": "a" * 9_900}, 200)])
def test_the_headers_of_a_request_have_10240_bytes(functions, more, status):
    api_id = deploy(body_of({"/": {"get": proxied(functions.add("shop-headers", lambda event: ok()))}}))
    answered, _headers, payload = api.handle(None, api_id, "dev", "/", environ(**more), b"")
    assert (answered, payload) == (status, b"HTTP header is larger than 10240 bytes." if status == 431 else payload)
