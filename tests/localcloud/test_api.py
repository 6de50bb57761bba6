"""The local cloud's REST APIs: routes, the proxy event, and what a lambda may answer."""
import time

import pytest

from aws.iam import evaluation
from localcloud import api
from localcloud.api import definition, event, proxy, routes
from tests.fixtures.cases import cases
from tests.fixtures.rest_apis import ACCOUNT, EXTENSION, REGION, ask, body_of, deploy, environ, ok, proxied


@cases("path, match", [
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


@cases("paths, message", [
    (["/orders/{id}", "/orders/{name}/lines"], r"a sibling \({id}\) of this resource already has a variable path part"),
    (["/a/{x}", "/a/{rest+}"], r"a sibling \({x}\) of this resource already has a variable"),
    (["/a/{x}", "/a/{x+}"], r"a sibling \({x}\) of this resource already has a variable"),
    (["/w/{x+}", "/w/{y+}"], r"a sibling \({x\+}\) of this resource already has a variable"),
    (["/w/{x+}/y"], r"{x\+} must come last"),
])
def test_two_variables_in_one_position_are_refused_as_aws_refuses_them(paths, message):
    with pytest.raises(ValueError, match=message):
        routes.table(paths)


def test_the_event_is_what_a_rest_api_sends(functions):
    arn = functions.add("shop-get", lambda event: ok())
    api_id = deploy(body_of({"/orders/{id}": {"get": proxied(arn, operationId="getOrder")}}), variables={"v": "1"})
    wsgi_environ = environ("GET", "/orders/a b", "page=1&page=2&empty=",
                           uri=f"/_aws/execute-api/{api_id}/dev/orders/a%20b",
                           User_Agent="curl/8", X_Tag="t", Connection="keep-alive")
    before = int(time.time() * 1000)
    status, headers, payload = api.handle(None, api_id, "dev", "/orders/a b", wsgi_environ, b"")
    event = functions.calls[0]
    context = event["requestContext"]
    trace = f"Root=1-{context['requestTimeEpoch'] // 1000:08x}-{context['requestId'].replace('-', '')[:24]}"
    expected_headers = {"User-Agent": "curl/8", "X-Tag": "t", "Host": "127.0.0.1:4566",
                        "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Port": "4566", "X-Forwarded-Proto": "http",
                        "X-Amzn-Trace-Id": trace}
    assert event == {
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
    assert before <= context["requestTimeEpoch"] <= time.time() * 1000
    time.strptime(context["requestTime"], "%d/%b/%Y:%H:%M:%S +0000")
    assert (status, payload) == (200, b"ok")
    assert headers == [("Content-Type", "application/json"), ("X-Amzn-Trace-Id", trace),
                       ("x-amzn-RequestId", context["requestId"]),
                       ("x-amz-apigw-id", context["extendedRequestId"])]


def test_what_is_absent_is_null_and_a_method_any_takes_all(functions):
    arn = functions.add("shop-any", lambda event: ok(event["httpMethod"]))
    api_id = deploy(body_of({"/": {EXTENSION + "any-method": proxied(arn)}}))
    assert api.handle(REGION, api_id, "dev", "/", environ("PATCH"), b"")[2] == b"PATCH"
    call = functions.calls[0]
    assert [call[name] for name in ("queryStringParameters", "multiValueQueryStringParameters",
                                     "pathParameters", "stageVariables", "body")] == [None] * 5
    assert "operationName" not in call["requestContext"] and "authorizer" not in call["requestContext"]


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
    body = b"\x89PNG\x00"
    sent = environ("POST", Content_Type="image/png", Accept="image/png,*/*")
    assert api.handle(None, api_id, "dev", "/", sent, body)[2] == body
    assert functions.calls[0]["body"] == "iVBORwA=" and functions.calls[0]["isBase64Encoded"] is True
    assert api.handle(None, api_id, "dev", "/", environ("POST", Content_Type="image/png"), body)[2] == b"iVBORwA="


@pytest.mark.parametrize("method, path, stage, answer", [
    ("GET", "/orders", "dev", (200, "ok")),
    ("OPTIONS", "/any", "dev", (200, "ok")),
    *[(method, "/any", "dev", (403, {"message": "Missing Authentication Token"}))
      for method in ("TRACE", "PROPFIND", "get", "ANY")],
    ("POST", "/orders", "dev", (403, {"message": "Missing Authentication Token"})),
    ("GET", "/nowhere", "dev", (403, {"message": "Missing Authentication Token"})),
    ("GET", "/orders", "prod", (403, {"message": "Forbidden"})),
])
def test_a_path_without_a_route_is_forbidden(functions, method, path, stage, answer):
    arn = functions.add("shop-list", lambda event: ok('"ok"'))
    api_id = deploy(body_of({"/orders": {"get": proxied(arn)}, "/any": {EXTENSION + "any-method": proxied(arn)}}))
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


@cases("change, permitted", [
    ({}, True),
    ({"Principal": "*"}, True),
    ({"Action": "lambda:*"}, True),
    ({"Condition": {"StringEquals": {"AWS:SourceAccount": ACCOUNT}}}, True),
    ({"Condition": {"ArnLike": {"AWS:SourceArn": "arn:?"}}}, True),
    ({"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o"}}}, False),
    ({"Condition": {"ArnNotLike": {"AWS:SourceArn": "arn:y"}}}, True),
    ({"Condition": {"ArnNotLike": {"AWS:SourceArn": "arn:?"}}}, False),
    ({"Condition": {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o"}}}, True),
    ({"Condition": {"Null": {"aws:PrincipalOrgID": True}}}, True),
    ({"Condition": {"IpAddress": {"AWS:SourceArn": "10.0.0.0/8"}}}, False),
    ({"Principal": {"Service": "events.amazonaws.com"}}, False),
    ({"Action": "lambda:GetFunction"}, False),
    ({"Effect": "Deny"}, False),
])
def test_a_permission_holds_only_with_all_its_conditions(change, permitted):
    statement = {"Effect": "Allow", "Action": "lambda:InvokeFunction",
                 "Principal": {"Service": "apigateway.amazonaws.com"}, **change}
    condition_context = {"aws:SourceArn": "arn:x", "aws:SourceAccount": ACCOUNT}
    assert evaluation.resource_allows([statement], "apigateway.amazonaws.com", "lambda:InvokeFunction", None,
                                      condition_context) is permitted


@cases("payload, response", [
    (b'{"statusCode": 201, "body": "b"}', (201, [], "b")),
    (b'{"statusCode": "404"}', (404, [], "")),
    (b'{}', (200, [], "")),
    (b'{"body": null, "headers": null}', (200, [], "")),
    (b'{"headers": {"a": 1, "b": true, "c": "x"}}', (200, [("a", "1"), ("b", "true"), ("c", "x")], "")),
    (b'{"headers": {"A": "1", "b": "2"}, "multiValueHeaders": {"a": ["3", "4"]}}',
     (200, [("a", "3"), ("a", "4"), ("A", "1"), ("b", "2")], "")),
    (b'{"headers": {"A": "3"}, "multiValueHeaders": {"a": ["3", "4"]}}', (200, [("a", "3"), ("a", "4")], "")),
    (b'{"body": 42}', (200, [], "42")),
    (b'{"body": 1.5}', (200, [], "1.5")),
    (b'{"body": true}', (200, [], "true")),
    (b'{"body": ["x"]}', "the body is a list, not a string (json.dumps it)"),
    (b'null', "None, not an object"),
    (b'nonsense', "no JSON: b'nonsense'"),
    (b'{"hello": "world"}', "unknown fields hello"),
    (b'{"statusCode": "ok"}', "the statusCode is 'ok'"),
    (b'{"statusCode": null}', "the statusCode is None"),
    (b'{"body": {"a": 1}}', "the body is a dict, not a string (json.dumps it)"),
    (b'{"headers": {"a": ["x"]}}', "the header 'a' is a list, not a string"),
    (b'{"multiValueHeaders": {"a": "x"}}', "multiValueHeaders 'a' is a str, not a list"),
    (b'{"headers": {"a": "x\\r\\ny"}}', "the header 'a' holds a line break"),
    (b'{"headers": {"a b": "x"}}', "HTTP has no header 'a b'"), (b'{"headers": {"": "x"}}', "HTTP has no header ''"),
    (b'{"multiValueHeaders": {"\\u0141": ["x"]}}', "HTTP has no header '\u0141'"), (b'{"headers": {"a:": "x"}}', "HTTP has no header 'a:'"),
    (b'{"headers": {"a": "x\\u0000"}}', "the header 'a' holds a control character"),
    (b'{"headers": {"a": "x\\ty"}}', (200, [("a", "x\ty")], "")),
    (b'{"statusCode": 103}', "the statusCode is 103"), (b'{"statusCode": 599}', (599, [], "")),
    (b'{"statusCode": 200.0}', "the statusCode is 200.0"), (b'{"statusCode": 600}', "the statusCode is 600"),
])
def test_a_lambdas_answer_is_read_as_api_gateway_reads_it(payload, response):
    try:
        actual = proxy.parsed_response(payload)
        actual = actual["statusCode"], actual["headers"], actual["body"]
    except ValueError as error:
        actual = str(error)
    assert actual == response


def test_a_malformed_answer_is_a_502_and_a_line_that_reports_why(functions, caplog):
    arn = functions.add("shop-odd", lambda event: {"statusCode": 200, "body": {"a": 1}})
    api_id = deploy(body_of({"/": {"get": proxied(arn)}}))
    status, headers, payload = api.handle(None, api_id, "dev", "/", environ(), b"")
    assert (status, payload) == (502, b'{"message": "Internal server error"}')
    assert headers[:2] == [("Content-Type", "application/json"), ("x-amzn-ErrorType", "InternalServerErrorException")]
    assert "API Gateway cannot read the response of GET /: shop-odd: the body is a dict" in caplog.text


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


def test_binary_media_types_may_be_wild():
    assert [event.matches(kinds, "image/png; a=b") for kinds in (["*/*"], ["image/*"], ["image/png"], ["text/*"], [])
            ] == [True, True, True, False, False]
