"""The local cloud's REST APIs: routes, gates, the proxy event and what the gateway answers itself."""
import json
import logging
import time
from types import SimpleNamespace

import pytest
from localcloud import api, state
from localcloud.api import definition, event, permissions, proxy, routes

REGION, ACCOUNT = "eu-west-1", "123456789012"
EXTENSION = "x-amazon-apigateway-"


class Functions:
    """Functions that are Python callables: event -> answer. Kept by ARN, as a runner keeps them."""

    def __init__(self):
        self.kept, self.calls = {}, []

    def add(self, name, code, timeout=5, source="*"):
        """A function that apigateway may call from source; "" for one without any permission."""
        arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}"
        statements = [{"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": arn,
                       "Principal": {"Service": "apigateway.amazonaws.com"},
                       "Condition": {"ArnLike": {"AWS:SourceArn": source}}}] if source else []
        self.kept[arn] = SimpleNamespace(function_name=name, function_arn=arn, timeout=timeout, code=code,
                                         policy=SimpleNamespace(statements=statements))
        return arn

    def find(self, name, region=None):
        return self.kept.get(name)

    def invoke(self, function, payload):
        self.calls.append(json.loads(payload))
        try:
            said = function.code(self.calls[-1])
        except Exception as error:
            failed = {"errorMessage": str(error), "errorType": type(error).__name__}
            return SimpleNamespace(error=True, payload=json.dumps(failed).encode(), log="", request_id="r")
        return SimpleNamespace(error=False, payload=said if isinstance(said, bytes) else json.dumps(said).encode(),
                               log="", request_id="r")


@pytest.fixture(scope="module", autouse=True)
def moto():
    """moto's state for this module."""
    state.start()


@pytest.fixture
def functions():
    """An empty set of functions, installed."""
    found = Functions()
    api.install(found)
    return found


def proxied(arn, **more):
    """An operation whose integration is a function."""
    uri = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{arn}/invocations"
    return {EXTENSION + "integration": {"type": "aws_proxy", "httpMethod": "POST", "uri": uri}, **more}


def body_of(paths, **more):
    """A Swagger 2.0 definition."""
    return {"swagger": "2.0", "info": {"title": "shop", "version": "1"}, "paths": paths, **more}


def deploy(body, stage="dev", variables=None):
    """The id of a new API, deployed to a stage."""
    client = state.client("apigateway", REGION)
    api_id = client.create_rest_api(name="shop")["id"]
    api.import_body(REGION, api_id, body)
    deployment = client.create_deployment(restApiId=api_id)["id"]
    api.deployed(REGION, api_id, deployment)
    client.create_stage(restApiId=api_id, stageName=stage, deploymentId=deployment, variables=variables or {})
    return api_id


def environ(method="GET", path="/", query="", uri=None, **headers):
    """A WSGI environ; headers as Content_Type="text/plain"."""
    found = {"REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "REMOTE_ADDR": "127.0.0.1",
             "SERVER_PORT": "4566", "wsgi.url_scheme": "http", "HTTP_HOST": "127.0.0.1:4566"}
    found |= {("" if name == "Content_Type" else "HTTP_") + name.upper(): value for name, value in headers.items()}
    return {**found, "REQUEST_URI": uri} if uri else found


def ask(api_id, method="GET", path="/", body=b"", stage="dev", **more):
    """(status, parsed body) of a request."""
    status, _headers, payload = api.handle(None, api_id, stage, path, environ(method, path, **more), body)
    return status, json.loads(payload) if payload else None


def ok(body="ok", **more):
    """A lambda's answer."""
    return {"statusCode": 200, "body": body, **more}


@pytest.mark.parametrize("path, match", [
    ("/", ("/", {})),
    ("/orders", ("/orders", {})),
    ("/orders/", ("/orders", {})),
    ("/orders/7", ("/orders/{id}", {"id": "7"})),
    ("/orders/new", ("/orders/new", {})),
    ("/orders/a%2Fb", ("/orders/{id}", {"id": "a%2Fb"})),
    ("/orders/7/lines", ("/orders/{id}/lines", {"id": "7"})),
    ("/orders/new/lines", ("/orders/{id}/lines", {"id": "new"})),
    ("/files/a/b.txt", ("/files/{proxy+}", {"proxy": "a/b.txt"})),
    ("/orders/7/other", ("/{rest+}", {"rest": "orders/7/other"})),
    ("/files", ("/{rest+}", {"rest": "files"})),
])
def test_a_literal_goes_before_a_variable_and_that_before_a_greedy_one(path, match):
    tree = routes.table(["/", "/orders", "/orders/{id}", "/orders/new", "/orders/{id}/lines",
                         "/files/{proxy+}", "/{rest+}"])
    assert routes.match(tree, path) == match


def test_two_names_for_one_variable_are_refused_as_aws_refuses_them():
    with pytest.raises(ValueError, match="a sibling already has the variable {id}"):
        routes.table(["/orders/{id}", "/orders/{name}/lines"])


def test_the_event_is_what_a_rest_api_sends(functions):
    arn = functions.add("shop-get", lambda event: ok())
    api_id = deploy(body_of({"/orders/{id}": {"get": proxied(arn, operationId="getOrder")}}), variables={"v": "1"})
    said = environ("GET", "/orders/a b", "page=1&page=2&empty=", uri=f"/_aws/execute-api/{api_id}/dev/orders/a%20b",
                   User_Agent="curl/8", X_Tag="t", Connection="keep-alive")
    status, headers, payload = api.handle(None, api_id, "dev", "/orders/a b", said, b"")
    found = functions.calls[0]
    context = found["requestContext"]
    trace = f"Root=1-{context['requestTimeEpoch'] // 1000:08x}-{context['requestId'].replace('-', '')[:24]}"
    expected_headers = {"User-Agent": "curl/8", "X-Tag": "t", "Host": "127.0.0.1:4566",
                        "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Port": "4566", "X-Forwarded-Proto": "http",
                        "X-Amzn-Trace-Id": trace}
    assert found == {
        "resource": "/orders/{id}", "path": "/orders/a%20b", "httpMethod": "GET",
        "headers": expected_headers, "multiValueHeaders": {name: [value] for name, value in expected_headers.items()},
        "queryStringParameters": {"page": "2", "empty": ""},
        "multiValueQueryStringParameters": {"page": ["1", "2"], "empty": [""]},
        "pathParameters": {"id": "a%20b"}, "stageVariables": {"v": "1"},
        "requestContext": {
            "resourceId": definition.resource_id("/orders/{id}"), "resourcePath": "/orders/{id}",
            "operationName": "getOrder", "httpMethod": "GET",
            "extendedRequestId": context["extendedRequestId"], "requestTime": context["requestTime"],
            "path": "/dev/orders/a%20b", "accountId": ACCOUNT, "protocol": "HTTP/1.1", "stage": "dev",
            "domainPrefix": api_id, "requestTimeEpoch": context["requestTimeEpoch"],
            "requestId": context["requestId"],
            "identity": {"cognitoIdentityPoolId": None, "accountId": None, "cognitoIdentityId": None,
                         "caller": None, "sourceIp": "127.0.0.1", "principalOrgId": None, "accessKey": None,
                         "cognitoAuthenticationType": None, "cognitoAuthenticationProvider": None,
                         "userArn": None, "userAgent": "curl/8", "user": None},
            "domainName": f"{api_id}.execute-api.{REGION}.amazonaws.com",
            "deploymentId": context["deploymentId"], "apiId": api_id},
        "body": None, "isBase64Encoded": False}
    assert abs(time.time() * 1000 - context["requestTimeEpoch"]) < 5000
    time.strptime(context["requestTime"], "%d/%b/%Y:%H:%M:%S +0000")
    assert (status, payload) == (200, b"ok")
    assert headers == [("Content-Type", "application/json"), ("X-Amzn-Trace-Id", trace),
                       ("x-amzn-RequestId", context["requestId"]),
                       ("x-amz-apigw-id", context["extendedRequestId"])]


def test_what_is_absent_is_null_and_a_method_any_takes_all(functions):
    arn = functions.add("shop-any", lambda event: ok(event["httpMethod"]))
    api_id = deploy(body_of({"/": {EXTENSION + "any-method": proxied(arn)}}))
    assert api.handle(REGION, api_id, "dev", "/", environ("PATCH"), b"")[2] == b"PATCH"
    found = functions.calls[0]
    assert [found[name] for name in ("queryStringParameters", "multiValueQueryStringParameters",
                                     "pathParameters", "stageVariables", "body")] == [None] * 5
    assert "operationName" not in found["requestContext"] and "authorizer" not in found["requestContext"]


def test_raw_headers_of_the_server_keep_capitals_and_repetition(functions):
    arn = functions.add("shop-raw", lambda event: ok())
    api_id = deploy(body_of({"/": {"get": proxied(arn)}}))
    raw = [("x-Tag", "1"), ("x-Tag", "2"), ("Content-Length", "0")]
    api.handle(None, api_id, "dev", "/", {**environ(), "localcloud.headers": raw}, b"")
    assert functions.calls[0]["headers"]["x-Tag"] == "2"
    assert functions.calls[0]["multiValueHeaders"]["x-Tag"] == ["1", "2"]
    assert "Content-Length" not in functions.calls[0]["headers"]


def test_a_binary_media_type_makes_base64_both_ways(functions):
    arn = functions.add("shop-image", lambda event: ok(event["body"], isBase64Encoded=True,
                                                       headers={"Content-Type": "image/png"}))
    api_id = deploy(body_of({"/": {"post": proxied(arn)}}, **{EXTENSION + "binary-media-types": ["image/*"]}))
    given = b"\x89PNG\x00"
    sent = environ("POST", Content_Type="image/png", Accept="image/png,*/*")
    assert api.handle(None, api_id, "dev", "/", sent, given)[2] == given
    assert functions.calls[0]["body"] == "iVBORwA=" and functions.calls[0]["isBase64Encoded"] is True
    assert api.handle(None, api_id, "dev", "/", environ("POST", Content_Type="image/png"), given)[2] == b"iVBORwA="


@pytest.mark.parametrize("method, path, stage, answer", [
    ("GET", "/orders", "dev", (200, "ok")),
    ("POST", "/orders", "dev", (403, {"message": "Missing Authentication Token"})),
    ("GET", "/nowhere", "dev", (403, {"message": "Missing Authentication Token"})),
    ("GET", "/orders", "prod", (403, {"message": "Forbidden"})),
])
def test_what_is_not_there_is_forbidden(functions, method, path, stage, answer):
    arn = functions.add("shop-list", lambda event: ok('"ok"'))
    api_id = deploy(body_of({"/orders": {"get": proxied(arn)}}))
    assert ask(api_id, method, path, stage=stage) == answer
    assert api.handle(None, "nosuchapi1", "dev", "/", environ(), b"")[0] == 403


@pytest.mark.parametrize("source, permitted", [
    ("arn:aws:execute-api:eu-west-1:123456789012:{api}/*/GET/orders/{{id}}", True),
    ("arn:aws:execute-api:eu-west-1:123456789012:{api}/*/*", True),
    ("arn:aws:execute-api:eu-west-1:123456789012:{api}/dev/GET/orders/*", True),
    ("arn:aws:execute-api:eu-west-1:123456789012:{api}/dev/POST/orders/*", False),
    ("arn:aws:execute-api:eu-west-1:123456789012:other/*/*", False),
    ("arn:aws:execute-api:us-east-1:123456789012:{api}/*/*", False),
    ("", False),
])
def test_a_lambda_must_permit_the_gateway(functions, caplog, source, permitted):
    arn = functions.add("shop-permit", lambda event: ok('"ok"'))
    api_id = deploy(body_of({"/orders/{id}": {"get": proxied(arn)}}))
    functions.add("shop-permit", lambda event: ok('"ok"'), source=source.format(api=api_id))
    answer = ask(api_id, path="/orders/7")
    assert answer == ((200, "ok") if permitted else (500, {"message": "Internal server error"}))
    assert ("shop-permit does not permit apigateway.amazonaws.com" in caplog.text) is not permitted
    assert bool(functions.calls) is permitted


def test_a_permission_with_a_condition_that_is_not_known_does_not_hold():
    statement = {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Principal": "*"}
    assert permissions.permits([statement], "arn:x", ACCOUNT)
    assert permissions.permits([{**statement, "Condition": {"StringEquals": {"AWS:SourceAccount": ACCOUNT}}}],
                               "arn:x", ACCOUNT)
    assert not permissions.permits([{**statement, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o"}}}],
                                   "arn:x", ACCOUNT)
    assert not permissions.permits([{**statement, "Principal": {"Service": "events.amazonaws.com"}}], "arn:x", ACCOUNT)


@pytest.mark.parametrize("said, response", [
    (b'{"statusCode": 201, "body": "b"}', (201, [], "b")),
    (b'{"statusCode": "404"}', (404, [], "")),
    (b'{}', (200, [], "")),
    (b'{"body": null, "headers": null}', (200, [], "")),
    (b'{"headers": {"a": 1, "b": true, "c": "x"}}', (200, [("a", "1"), ("b", "true"), ("c", "x")], "")),
    (b'{"headers": {"A": "1", "b": "2"}, "multiValueHeaders": {"a": ["3", "4"]}}',
     (200, [("b", "2"), ("a", "3"), ("a", "4")], "")),
    (b'null', "a NoneType, not an object"),
    (b'nonsense', "no JSON: b'nonsense'"),
    (b'{"hello": "world"}', "unknown fields hello"),
    (b'{"statusCode": "ok"}', "the statusCode is 'ok'"),
    (b'{"statusCode": null}', "the statusCode is None"),
    (b'{"body": {"a": 1}}', "the body is a dict, not a string (json.dumps it)"),
    (b'{"headers": {"a": ["x"]}}', "the header 'a' is a list, not a string"),
    (b'{"multiValueHeaders": {"a": "x"}}', "multiValueHeaders 'a' is a str, not a list"),
    (b'{"headers": {"a": "x\\r\\ny"}}', "the header 'a' holds a line break"),
])
def test_a_lambdas_answer_is_read_as_api_gateway_reads_it(said, response):
    try:
        found = proxy.response(said)
        found = found["statusCode"], found["headers"], found["body"]
    except ValueError as error:
        found = str(error)
    assert found == response


def test_a_malformed_answer_is_a_502_and_a_line_that_tells_why(functions, caplog):
    arn = functions.add("shop-odd", lambda event: {"statusCode": 200, "body": {"a": 1}})
    api_id = deploy(body_of({"/": {"get": proxied(arn)}}))
    status, headers, payload = api.handle(None, api_id, "dev", "/", environ(), b"")
    assert (status, payload) == (502, b'{"message":"Internal server error"}')
    assert headers[:2] == [("Content-Type", "application/json"), ("x-amzn-ErrorType", "InternalServerErrorException")]
    assert "GET /: shop-odd answered what API Gateway does not understand: the body is a dict" in caplog.text


def test_a_failing_lambda_is_a_502(functions, caplog):
    arn = functions.add("shop-fail", lambda event: 1 / 0)
    api_id = deploy(body_of({"/": {"get": proxied(arn)}}))
    assert ask(api_id) == (502, {"message": "Internal server error"})
    assert "shop-fail failed (request r)" in caplog.text and "ZeroDivisionError" in caplog.text


def test_a_slow_lambda_is_a_504(functions):
    arn = functions.add("shop-slow", lambda event: time.sleep(0.15), timeout=60)
    slow = proxied(arn)
    slow[EXTENSION + "integration"]["timeoutInMillis"] = 50
    assert ask(deploy(body_of({"/": {"get": slow}}))) == (504, {"message": "Endpoint request timed out"})


def test_headers_of_the_gateways_own_are_renamed(functions):
    arn = functions.add("shop-heads", lambda event: ok("", headers={"Server": "mine", "Content-Length": 3, "X-A": "a",
                                                                     "content-type": "text/html"}))
    headers = api.handle(None, deploy(body_of({"/": {"get": proxied(arn)}})), "dev", "/", environ(), b"")[1]
    assert headers[:4] == [("x-amzn-Remapped-Server", "mine"), ("x-amzn-Remapped-Content-Length", "3"),
                           ("X-A", "a"), ("content-type", "text/html")]


def test_ten_megabytes_are_the_limit(functions):
    arn = functions.add("shop-big", lambda event: ok('"ok"'))
    api_id = deploy(body_of({"/": {"post": proxied(arn)}}, **{EXTENSION + "gateway-responses": {
        "DEFAULT_4XX": {"responseTemplates": {"application/json": "{}"}}}}))
    assert ask(api_id, "POST", body=b" " * 10 * 1024 * 1024) == (200, "ok")
    assert ask(api_id, "POST", body=b" " * (10 * 1024 * 1024 + 1)) == (413, {"message": "Request Too Long"})


VALIDATORS = {EXTENSION + "request-validators": {
    "all": {"validateRequestBody": True, "validateRequestParameters": True},
    "parameters": {"validateRequestBody": False, "validateRequestParameters": True}}}
ORDER = {"type": "object", "required": ["name"], "additionalProperties": False,
         "properties": {"name": {"type": "string"}, "lines": {"type": "array", "items": {"$ref": "#/definitions/Line"}}}}
LINE = {"type": "object", "properties": {"count": {"type": "integer", "minimum": 0, "exclusiveMinimum": True}}}


@pytest.mark.parametrize("query, tag, status, message", [
    ("page=1", "t", 200, None),
    ("", "t", 400, "Missing required request parameters: [page]"),
    ("page=", "t", 400, "Missing required request parameters: [page]"),
    ("page=1", "", 400, "Missing required request parameters: [X-Tag]"),
    ("other=1", "", 400, "Missing required request parameters: [X-Tag, page]"),
])
def test_required_parameters_must_be_there_and_not_blank(functions, query, tag, status, message):
    arn = functions.add("shop-params", lambda event: ok())
    wanted = [{"name": "X-Tag", "in": "header", "type": "string", "required": True},
              {"name": "page", "in": "query", "type": "string", "required": True},
              {"name": "size", "in": "query", "type": "string", "required": False}]
    api_id = deploy(body_of({"/": {"parameters": wanted[:1], "get": proxied(
        arn, parameters=wanted[1:], **{EXTENSION + "request-validator": "parameters"})}}, **VALIDATORS))
    found = api.handle(None, api_id, "dev", "/", environ(query=query, X_Tag=tag), b"")
    assert found[0] == status
    assert status == 200 or json.loads(found[2]) == {"message": message}


@pytest.mark.parametrize("dialect", ["swagger", "openapi"])
@pytest.mark.parametrize("body, kind, status", [
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
    found = api.handle(None, deploy(definition), "dev", "/",
                       environ("POST", **({"Content_Type": kind} if kind else {})), body)
    assert (found[0], found[2]) == (status, b"ok" if status == 200 else b'{"message":"Invalid request body"}')


def test_without_a_validator_nothing_is_validated(functions):
    arn = functions.add("shop-free", lambda event: ok())
    operation = proxied(arn, parameters=[{"name": "page", "in": "query", "required": True},
                                         {"in": "body", "name": "order", "schema": ORDER}])
    body = body_of({"/": {"post": operation}}, definitions={"Line": LINE}, **VALIDATORS)
    assert api.handle(None, deploy(body), "dev", "/", environ("POST"), b"nonsense")[0] == 200


CORS = {"responses": {"200": {"description": "", "headers": {"Access-Control-Allow-Origin": {"type": "string"}}}},
        EXTENSION + "integration": {
            "type": "mock", "requestTemplates": {"application/json": '{"statusCode": 200}'},
            "responses": {"default": {"statusCode": "200", "responseTemplates": {"application/json": ""},
                                      "responseParameters": {
                                          "method.response.header.Access-Control-Allow-Origin": "'*'"}}}}}


def test_a_mock_answers_cors():
    status, headers, payload = api.handle(None, deploy(body_of({"/": {"options": CORS}})), "dev", "/",
                                          environ("OPTIONS"), b"")
    assert (status, headers[:2], payload) == (
        200, [("Access-Control-Allow-Origin", "*"), ("Content-Type", "application/json")], b"")
    assert [name for name, _value in headers[2:]] == ["X-Amzn-Trace-Id", "x-amzn-RequestId", "x-amz-apigw-id"]


def test_gateway_responses_shape_what_the_gateway_says(functions):
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
    other = client.create_usage_plan(name="other", apiStages=[{"apiId": api_id, "stage": "prod"}])["id"]
    client.create_usage_plan_key(usagePlanId=plan, keyId=good["id"], keyType="API_KEY")
    client.create_usage_plan_key(usagePlanId=other, keyId=lonely["id"], keyType="API_KEY")
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


def test_a_change_shows_only_with_a_new_deployment(functions):
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
    assert api.by_host("api.shop.test") is None
    client.create_base_path_mapping(domainName="api.shop.test", restApiId=api_id, stage="dev")
    assert api.by_host("API.shop.test:4566") == (api_id, "dev")
    assert api.by_host("www.shop.test") is None
    assert api.handle(None, api_id, "dev", "/a", {**environ(path="/a"), "HTTP_HOST": "api.shop.test"}, b"")[2] == b"/a"


@pytest.mark.parametrize("change, complaint", [
    ({EXTENSION + "policy": {}}, "not supported by the local cloud: x-amazon-apigateway-policy of the definition"),
    ({"security": [{"a": []}]}, "not supported by the local cloud: `security` at the top (API Gateway ignores it "
                                "there: say it in each operation)"),
    ({"swagger": "1.2"}, "the definition is neither Swagger 2.0 nor OpenAPI 3.0"),
    ({"paths": {}}, "the REST API doesn't contain any methods"),
    ({"paths": {"/": {"get": {}}}}, "no integration is defined for GET /"),
    ({"paths": {"/": {"get": {EXTENSION + "integration": {"type": "http"}}}}},
     "not supported by the local cloud: integration type 'http' of GET / (supported: aws_proxy, mock)"),
    ({"paths": {"/": {"get": {EXTENSION + "integration": {"type": "aws_proxy", "credentials": "c"}}}}},
     "not supported by the local cloud: credentials in the integration of GET /"),
    ({"paths": {"/": {"get": {EXTENSION + "integration": {"type": "aws_proxy", "httpMethod": "GET"}}}}},
     "the integration of GET / must have httpMethod POST: lambda knows no other"),
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
def test_what_is_wrong_or_not_supported_is_said_by_name(change, complaint):
    body = {**body_of({"/": {"get": proxied("f")}}), **change}
    with pytest.raises(ValueError) as raised:
        definition.definition(body)
    assert str(raised.value) == complaint


def test_the_control_plane_takes_definitions_and_deploys_them(functions):
    arn = functions.add("shop-put", lambda event: ok('"put"'))
    signed = {"HTTP_AUTHORIZATION": f"AWS4-HMAC-SHA256 Credential=a/20260101/{REGION}/apigateway/aws4_request, "}

    def call(method, path, query="", body=None):
        found = api.control({**environ(method, path, query), **signed}, json.dumps(body).encode() if body else b"")
        return found and (found[0], json.loads(found[2]))

    status, created = call("POST", "/restapis", "mode=import", body_of({"/a": {"get": proxied(arn)}}))
    assert (status, created["name"]) == (201, "shop")
    api_id = created["id"]
    put = body_of({"/b/{c}": {"get": proxied(arn)}})
    assert call("PUT", f"/restapis/{api_id}", "mode=merge", put)[1]["id"] == api_id
    assert call("PUT", "/restapis/none", "mode=merge", put)[0] == 404
    assert call("PUT", f"/restapis/{api_id}", "mode=merge", {**put, "paths": {"/": {"get": {}}}}) == (
        400, {"message": "Invalid OpenAPI input: no integration is defined for GET /"})
    assert call("POST", f"/restapis/{api_id}/deployments", body={"stageName": "dev"})[0] == 201
    assert ask(api_id, path="/a") == ask(api_id, path="/b/1") == (200, "put")
    found = call("GET", f"/restapis/{api_id}/resources")[1]["item"]
    assert [(item["path"], sorted(item.get("resourceMethods", {}))) for item in found] == [
        ("/", []), ("/a", ["GET"]), ("/b", []), ("/b/{c}", ["GET"])]
    assert found[3]["parentId"] == found[2]["id"] and found[2]["parentId"] == found[0]["id"]
    assert sorted(call("GET", f"/restapis/{api_id}/stages/dev/exports/swagger")[1]["paths"]) == ["/a", "/b/{c}"]
    assert call("GET", f"/restapis/{api_id}") is None and call("GET", "/apikeys") is None


def test_binary_media_types_may_be_wild():
    assert [event.matches(kinds, "image/png; a=b") for kinds in (["*/*"], ["image/*"], ["image/png"], ["text/*"], [])
            ] == [True, True, True, False, False]


def test_the_gateways_own_part_takes_under_a_millisecond(functions):
    logging.getLogger("botocore").setLevel(logging.WARNING)
    arn = functions.add("shop-fast", lambda event: b'{"statusCode": 200, "body": "ok"}')
    paths = {f"/thing{number}/{{id}}": {"get": proxied(arn)} for number in range(100)}
    api_id, said, took = deploy(body_of(paths)), environ(path="/thing50/7"), []
    for _turn in range(200):
        began = time.perf_counter()
        api.handle(None, api_id, "dev", "/thing50/7", said, b"")
        took.append(time.perf_counter() - began)
    assert sorted(took)[100] < 0.001
