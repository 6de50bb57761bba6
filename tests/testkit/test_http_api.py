"""Requests to an HTTP API in tests: events of format 2.0, who may call, responses, and its authorizers."""
import pytest

from testkit import example_events
from tests.fixtures.tested_lambdas import ECHO, problem_lines

SETTINGS = "api: {type: http}\nusers: {groups: [admin]}\n"
PUBLIC = 'endpoint: {api: public, routes: [GET /a, "GET /a/{id}", ANY $default]}'
GUARDED = "endpoint: {api: custom, authorizer: guard, method: GET, path: /a}"


def returns(code):
    return f"def handler(event, context):\n    return {code}\n"


def test_a_request_is_of_format_2_and_selects_its_route_as_an_http_api_does(written):
    event = written(SETTINGS, hello=(PUBLIC, ECHO), other=("endpoint: {api: public, method: GET, path: /b}", ECHO)).this.event
    request = event.api("/a/x%20y", query={"q": ["1", "2"]}, headers={"Cookie": "c=1"})
    assert (request["version"], request["routeKey"], request["rawPath"]) == ("2.0", "GET /a/{id}", "/a/x y")
    assert (request["pathParameters"], request["cookies"]) == ({"id": "x y"}, ["c=1"])
    assert request["queryStringParameters"] == {"q": "1,2"} and "body" not in request
    assert [event.api(*path, method=method)["routeKey"] for path, method in (
        ((), None), (({"id": 7},), None), (("/a",), "POST"), (("/a/",), None))] == [
        "GET /a", "GET /a/{id}", "$default", "$default"]
    assert problem_lines(event.api, "/b")[0].endswith("GET /b goes to other")


@pytest.mark.parametrize("endpoint, caller, expected", [
    ("{api: private, method: GET, path: /a}", {"claims": {"sub": "ann", "cognito:groups": ["a", "b"], "exp": 5}},
     {"jwt": {"claims": {"sub": "ann", "cognito:groups": "[a b]", "exp": "5"}, "scopes": None}}),
    ("{api: private, groups: [admin], method: GET, path: /a}", {"claims": {"sub": "a", "cognito:groups": ["admin"]}},
     {"lambda": {"sub": "a", "cognito:groups": "admin"}}),
    ("{api: custom, authorizer: guard, method: GET, path: /a}", {"authorizer": {"team": ["red"]}},
     {"lambda": {"team": ["red"]}})])
def test_the_event_has_who_calls(written, endpoint, caller, expected):
    event = written(SETTINGS, hello=(f"endpoint: {endpoint}", ECHO), guard=("authorizer: {}", ECHO))["hello"].event
    assert event.api(**caller)["requestContext"]["authorizer"] == expected
    event.api(refused=True)


@pytest.mark.parametrize("code, status, text", [
    ("{'statusCode': 201, 'body': 'a', 'cookies': ['a=1']}", 201, "a"), ("{'a': 1}", 200, '{"a": 1}'), ("'hi'", 200, "hi"),
    ("{'statusCode': 200, 'isBase64Encoded': True, 'body': 'aGk='}", 200, "hi")])
def test_a_response_is_what_the_client_receives(written, code, status, text):
    this = written(SETTINGS, hello=(PUBLIC, returns(code))).this
    response = this.call(this.event.api())
    assert (response.status, response.text) == (status, text)


def test_a_response_that_the_api_cannot_read_fails(written):
    this = written(SETTINGS, hello=(PUBLIC, returns("{'statusCode': 200, 'body': {}}"))).this
    assert "API Gateway responds with 500 instead of this: the body is a dict" in problem_lines(this.call, this.event.api())[0]


def test_an_authorizer_gets_the_request_and_decides(written):
    code = returns('{"isAuthorized": event["identitySource"] == ["ok"], "context": {"n": 1}}')
    this = written(SETTINGS, guard=("authorizer: {header: X-T}", code), hello=(GUARDED, ECHO))["guard"]
    event = this.event.authorizer("ok")
    assert (event["type"], event["routeKey"], event["identitySource"]) == ("REQUEST", "GET /a", ["ok"])
    assert event["routeArn"].endswith(":testapi/$default/GET/a") and "body" not in event
    decision = this.call(event)
    assert decision.allows and decision.context == {"n": 1} and not this.call(this.event.authorizer("guess")).allows
    assert "the request has no header.X-T" in problem_lines(this.event.authorizer)[0]


def test_a_policy_is_no_answer_of_an_authorizer(written):
    this = written(SETTINGS, guard=("authorizer: {}", returns('{"principalId": "ann"}')), hello=(GUARDED, ECHO))["guard"]
    assert "there is no isAuthorized" in problem_lines(this.call, this.event.authorizer("a"))[0]


def test_an_example_of_a_request_can_be_made(written):
    app = written(SETTINGS, hello=('endpoint: {api: private, method: POST, path: "/a/{id}"}', ECHO))
    assert example_events.of_endpoint(app, "hello")["requestContext"]["authorizer"]["jwt"]["claims"]["email"]
