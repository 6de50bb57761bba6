"""Function URLs: the event of format 2.0, what a response may be, who may call, and CORS."""
import json

import pytest

from localcloud.api import function_urls, http_gateway, url_format
from localcloud.api.request import request
from localcloud.functions.runner import Throttled
from localcloud.moto import state
from tests.fixtures.cases import cases
from tests.fixtures.rest_apis import ACCOUNT, REGION, environ, ok

PUBLIC = [{"Effect": "Allow", "Principal": "*", "Action": "lambda:InvokeFunctionUrl", "FunctionUrlAuthType": "NONE"},
          {"Effect": "Allow", "Principal": "*", "Action": "lambda:InvokeFunction", "InvokedViaFunctionUrl": True}]
SIGNED = f"AWS4-HMAC-SHA256 Credential=AK/20260101/{REGION}/lambda/aws4_request, SignedHeaders=host, Signature=1"


def event_of(caller=None, body=b"", **more):
    """The event of a request; more as of environ()."""
    environ_ = environ(**more)
    return url_format.event(request(environ_["PATH_INFO"], environ_, body), "abc", REGION, caller)


def test_a_request_has_the_parts_of_format_2():
    event = event_of(method="POST", path="/a b/c", uri="/a%20b/c?x=1&x=2&y=", query="x=1&x=2&y=", body=b'{"n": 1}',
                     Content_Type="application/json", Cookie="a=1; b=2", User_Agent="curl")
    context = event.pop("requestContext")
    assert event.pop("headers").items() >= {"content-type": "application/json", "user-agent": "curl"}.items()
    assert event == {"version": "2.0", "routeKey": "$default", "rawPath": "/a%20b/c", "rawQueryString": "x=1&x=2&y=",
                     "cookies": ["a=1", "b=2"], "queryStringParameters": {"x": "1,2", "y": ""}, "body": '{"n": 1}',
                     "isBase64Encoded": False}
    assert context["http"] == {"method": "POST", "path": "/a b/c", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1",
                               "userAgent": "curl"}
    assert (context["accountId"], context["domainName"]) == ("anonymous", f"abc.lambda-url.{REGION}.on.aws")
    assert "authorizer" not in context


def test_a_part_without_a_value_is_absent():
    assert not {"cookies", "queryStringParameters", "body"} & event_of().keys()


@cases("content_type, expected", [
    ("application/json", ("a", False)), ("text/csv; charset=utf-8", ("a", False)), ("application/ld+json", ("a", False)),
    ("application/x-www-form-urlencoded", ("YQ==", True)), ("image/png", ("YQ==", True))])
def test_a_body_that_is_no_text_is_in_base64(content_type, expected):
    event = event_of(method="POST", body=b"a", Content_Type=content_type)
    assert (event["body"], event["isBase64Encoded"]) == expected


JSON = ("Content-Type", "application/json")


@cases("returned, expected", [
    ("hello", (200, [JSON], b"hello")), ({"a": 1}, (200, [JSON], b'{"a": 1}')), ([1], (200, [JSON], b"[1]")),
    (None, (200, [JSON], b"")), ({"statusCode": "204"}, (204, [JSON], b"")),
    ({"statusCode": 200, "body": "YQ==", "isBase64Encoded": True, "headers": {"content-type": "text/plain"}},
     (200, [("content-type", "text/plain")], b"a")),
    ({"statusCode": 200, "body": "x", "cookies": ["a=1", "b=2"]},
     (200, [JSON, ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2")], b"x")),
    ({"statusCode": 99}, "the statusCode is 99"), ({"statusCode": 200, "body": {}}, "the body is a dict"),
    ({"statusCode": 200, "headers": [1]}, "headers is a list"), ({"statusCode": 200, "cookies": "a=1"}, "cookies is no list"),
    ({"statusCode": 200, "headers": {"a": "1\n"}}, "the header 'a'"),
    ({"statusCode": 200, "body": "#", "isBase64Encoded": True}, "the body is no base64"),
])
def test_a_response_is_a_value_or_has_a_status(returned, expected):
    payload = json.dumps(returned).encode()
    if isinstance(expected, tuple):
        assert url_format.response(payload) == expected
    else:
        with pytest.raises(ValueError, match=expected):
            url_format.response(payload)


def test_an_http_api_sends_a_response_without_a_content_type_as_text():
    text = ("Content-Type", "text/plain;charset=UTF-8")
    assert http_gateway.parsed_response(b'{"statusCode": 201, "body": "x"}') == (201, [text], b"x")
    assert http_gateway.parsed_response(b'{"a": 1}') == (200, [JSON], b'{"a": 1}')
    assert http_gateway.parsed_response(b'{"statusCode": 200, "headers": {"content-type": "a/b"}}') == (
        200, [("content-type", "a/b")], b"")


@pytest.fixture
def answer(functions, monkeypatch):
    """answer(config, statements, **environ) -> (status, headers, body) of a function that returns its event's method."""
    arn = functions.add("shop", lambda event: ok(event["requestContext"]["http"]["method"],
                                                headers={"Access-Control-Allow-Origin": "own"}))
    function = functions.by_name[arn]

    def ask(config, statements=PUBLIC, method="GET", **more):
        function.policy.statements = statements
        function.url_config = type("Config", (), {"config": config})
        monkeypatch.setattr(function_urls.records, "function_of_url", lambda _id: (REGION, function))
        status, headers, body = function_urls.handle(functions, "abc", "/", environ(method, **more), b"")
        return status, dict(headers), body.decode()
    return ask


@pytest.mark.parametrize("config, statements, authorization, status", [
    ({"AuthType": "NONE"}, PUBLIC, {}, 200), ({"AuthType": "NONE"}, PUBLIC[:1], {}, 403),
    ({"AuthType": "NONE"}, PUBLIC[1:], {}, 403), ({"AuthType": "NONE"}, [], {}, 403),
    ({"AuthType": "AWS_IAM"}, [], {}, 403), ({"AuthType": "AWS_IAM"}, [], {"Authorization": SIGNED}, 200),
    ({"AuthType": "AWS_IAM"}, [], {"Authorization": SIGNED.replace("/lambda/", "/execute-api/")}, 403),
])
def test_who_may_call(answer, functions, config, statements, authorization, status):
    assert answer(config, statements, **authorization)[0] == status
    assert len(functions.calls) == (status == 200)


def test_a_throttled_function_answers_429(answer, functions, monkeypatch):
    def throttled(function, payload, wait=None):
        raise Throttled

    monkeypatch.setattr(functions, "invoke", throttled)
    status, _headers, body = answer({"AuthType": "NONE"})
    assert status == 429 and json.loads(body)["message"] == "Rate Exceeded."


def test_the_event_of_a_signed_request_has_who_signed(answer, functions):
    answer({"AuthType": "AWS_IAM"}, Authorization=SIGNED)
    iam = functions.calls[0]["requestContext"]["authorizer"]["iam"]
    assert (iam["accessKey"], iam["accountId"], iam["userArn"]) == ("AK", ACCOUNT, f"arn:aws:iam::{ACCOUNT}:root")


CORS = {"AllowOrigins": ["https://a.example"], "AllowMethods": ["*"], "AllowHeaders": ["X-A", "X-B"],
        "AllowCredentials": True, "ExposeHeaders": ["X-C"], "MaxAge": 60}


def test_a_preflight_is_answered_without_the_lambda(answer, functions):
    status, headers, body = answer({"AuthType": "NONE", "Cors": CORS}, method="OPTIONS", Origin="https://a.example",
                                   Access_Control_Request_Method="PUT")
    assert (status, body, functions.calls) == (200, "", [])
    assert headers == {
        "Access-Control-Allow-Origin": "https://a.example", "Vary": "Origin", "Access-Control-Allow-Methods": "*",
        "Access-Control-Allow-Credentials": "true", "Access-Control-Allow-Headers": "X-A,X-B",
        "Access-Control-Max-Age": "60"}


@pytest.mark.parametrize("cors, origin, allowed", [
    (CORS, "https://a.example", "https://a.example"), (CORS, "https://evil.example", None),
    ({"AllowOrigins": ["*"]}, "https://b.example", "*"), (None, "https://a.example", "own")])
def test_a_response_has_the_headers_of_the_url_instead_of_the_handlers(answer, cors, origin, allowed):
    _status, headers, body = answer({"AuthType": "NONE", "Cors": cors}, Origin=origin)
    assert body == "GET" and headers.get("Access-Control-Allow-Origin") == allowed
    assert headers.get("Access-Control-Expose-Headers") == ("X-C" if cors is CORS and allowed else None)


def test_an_unknown_url_is_forbidden(functions):
    state.start()
    assert function_urls.handle(functions, "nobody", "/", environ(), b"")[0] == 403
