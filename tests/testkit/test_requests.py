"""Requests of tests to endpoints, also with several routes or groups, and to a URL of the lambda."""
import pytest

from testkit import example_events
from tests.fixtures.tested_lambdas import ECHO, problem_lines

GET = 'endpoint: {api: public, method: GET, path: "/things/{id}", parameters: [day]}'
ANSWER = 'def handler(event, context):\n    return {"statusCode": 200, "body": json.dumps(event["pathParameters"])}\n'
POST = """
endpoint:
  api: private
  method: POST
  path: /things
  schema: {type: object, required: [n], properties: {n: {type: number}}}
"""


def test_a_request_is_as_the_gateway_sends_it(written):
    world = written(hello=(GET, ANSWER))
    event = world.this.event.api(path={"id": "a b:c"}, query={"day": "1", "tags": ["x", "y"]}, headers={"X-A": "1"})
    assert {key: event[key] for key in ("resource", "path", "httpMethod", "pathParameters", "queryStringParameters",
                                        "multiValueQueryStringParameters", "body", "isBase64Encoded")} == {
        "resource": "/things/{id}", "path": "/things/a%20b:c", "httpMethod": "GET",
        "pathParameters": {"id": "a%20b:c"}, "queryStringParameters": {"day": "1", "tags": "y"},
        "multiValueQueryStringParameters": {"day": ["1"], "tags": ["x", "y"]}, "body": None, "isBase64Encoded": False}
    assert event["headers"]["X-A"] == "1" and event["requestContext"]["stage"] == "test"
    assert world.this.call(event).json == {"id": "a%20b:c"}


@pytest.mark.parametrize("infra, arguments, message, hint", [
    (GET, {"path": "/things/1"},
     "8: API Gateway responds with 400: Missing required request parameters: [day]",
     "event.api(query={...}); refused=True if that is right"),
    (GET, {"query": {"day": "1"}}, "4: the path /things/{id} needs values", "event.api(path={'id': ...})"),
    (GET, {"path": "/thing/1"}, "4: GET /thing/1 has no route: API Gateway responds with 403", "hello is GET /things/{id}"),
    (GET, {"path": "/things/other"}, "4: GET /things/other goes to other", "hello is GET /things/{id}"),
    (GET, {"path": "/things/1", "claims": {"sub": "a"}},
     "4: the endpoint is public, so its lambda never receives claims", "remove claims=, or write `api: private`"),
    (POST, {"body": {"n": 1}}, "5: API Gateway responds with 401: the endpoint is private, and no user is signed in",
     'name the user: event.api(claims={"sub": "ann"})'),
    (POST, {"body": {"n": "1"}, "claims": {"sub": "a"}},
     "8: API Gateway responds with 400: Invalid request body: '1' is not of type 'number'",
     "send a body that the schema accepts; refused=True if that is right"),
])
def test_a_request_that_the_gateway_refuses_fails(written, infra, arguments, message, hint):
    world = written(hello=(infra, ANSWER), other=("endpoint: {api: public, method: GET, path: /things/other}", ANSWER))
    line, _, message = message.partition(": ")
    line = 4 if infra == GET else line  # GET is one line
    assert problem_lines(world.this.event.api, **arguments) == [f"handlers/hello/index.py:{line}: {message}", f"  hint: {hint}"]
    world.this.event.api(**arguments, refused=True)


def test_claims_and_a_key_are_where_a_lambda_finds_them(written):
    world = written(hello=(POST + "  key: true\n", ANSWER))
    context = world.this.event.api(body={"n": 1}, claims={"sub": "ann", "level": 3})["requestContext"]
    assert context["authorizer"] == {"claims": {"sub": "ann", "level": "3"}}
    assert context["identity"]["apiKey"] == "test"
    assert problem_lines(world.this.event.api, body={"n": 1}, claims={"sub": "ann"}, key=False)[0].endswith(
        "API Gateway responds with 403: the endpoint needs an API key")


def test_a_request_that_should_have_been_refused_fails(written):
    assert problem_lines(written(hello=(GET, ANSWER)).this.event.api, path="/things/1", query={"day": "1"}, refused=True) == [
        "handlers/hello/index.py:4: hello would be called, in spite of refused=True",
        "  hint: correct the pattern or the schema, or remove refused=True"]


@pytest.mark.parametrize("answer, message", [
    ('{"statusCode": 200, "body": {"a": 1}}', "the body is a dict, not a string (json.dumps it)"),
    ('{"statusCode": "OK", "body": ""}', "the statusCode is 'OK'"),
    ('{"statusCode": 200, "headers": {"A": ["b"]}}', "the header 'A' is a list, not a string"),
    ('{"status": 200}', "unknown fields status"),
    ("None", "None, not an object"),
])
def test_an_answer_that_the_gateway_cannot_read_fails(written, answer, message):
    world = written(hello=("endpoint: {api: public, method: GET, path: /}", f"def handler(event, context):\n    return {answer}\n"))
    assert problem_lines(world.this.call, world.this.event.api()) == [
        f"handlers/hello/index.py:4: API Gateway responds with 502 instead of this: {message}",
        '  hint: return {"statusCode": 200, "headers": {...}, "body": json.dumps(...)}']


SHOP = """
endpoint:
  api: public
  routes:
  - GET /orders
  - {method: POST, path: /orders, schema: {type: object, required: [sku]}}
  - GET /orders/{id}
  - {method: DELETE, path: "/orders/{id}", api: private}
  - ANY /orders/{id}/{rest+}
"""


@pytest.mark.parametrize("request_, resource, method, parameters", [
    ({}, "/orders", "GET", None), ({"method": "POST", "body": {"sku": "a"}}, "/orders", "POST", None),
    ({"path": "/orders/7"}, "/orders/{id}", "GET", {"id": "7"}),
    ({"path": {"id": 7}}, "/orders/{id}", "GET", {"id": "7"}),
    ({"path": {"id": 7}, "method": "DELETE", "claims": {"sub": "ann"}}, "/orders/{id}", "DELETE", {"id": "7"}),
    ({"path": "/orders/7/lines/2"}, "/orders/{id}/{rest+}", "GET", {"id": "7", "rest": "lines/2"}),
    ({"path": {"id": 7, "rest": "a/b"}, "method": "PATCH"}, "/orders/{id}/{rest+}", "PATCH", {"id": "7", "rest": "a/b"}),
])
def test_path_and_method_select_the_route(written, request_, resource, method, parameters):
    event = written(shop=(SHOP, ECHO)).this.event.api(**request_)
    assert (event["resource"], event["httpMethod"], event["pathParameters"]) == (resource, method, parameters)


@pytest.mark.parametrize("request_, line, message", [
    ({"path": "/things"}, 6, "GET /things has no route: API Gateway responds with 403"),
    ({"method": "PUT"}, 6, "PUT /orders has no route: API Gateway responds with 403"),
    ({"path": "/orders/other"}, 6, "GET /orders/other goes to other"),
    ({"method": "POST", "body": {}}, 8, "API Gateway responds with 400: Invalid request body: 'sku' is a required property"),
    ({"method": "DELETE", "path": "/orders/7"}, 10,
     "API Gateway responds with 401: the endpoint is private, and no user is signed in"),
    ({"path": {"id": 7}, "claims": {"sub": "ann"}}, 9, "the endpoint is public, so its lambda never receives claims"),
])
def test_a_refusal_has_the_line_of_its_route(written, request_, line, message):
    other = "endpoint: {api: public, method: GET, path: /orders/other}"
    event = written(shop=(SHOP, ECHO), other=(other, ECHO)).this.event
    assert problem_lines(event.api, **request_)[0] == f"handlers/shop/index.py:{line}: {message}"
    event.api(**request_, refused=True)


def test_the_event_of_a_signed_request_has_who_signed(written):
    event = written(shop=("endpoint: {api: iam, method: GET, path: /a}", ECHO)).this.event
    assert event.api()["requestContext"]["identity"]["userArn"] == "arn:aws:iam::123456789012:root"
    assert problem_lines(event.api, claims={"sub": "ann"})[0].endswith("the endpoint is iam, so its lambda never receives claims")


PUBLIC = "url: {api: public}"


def returns(code):
    return f"def handler(event, context):\n    return {code}\n"


def test_a_request_is_of_format_2(written):
    event = written(hello=(PUBLIC, returns("None"))).this.event.url(
        "/a", method="POST", query={"q": "1"}, body={"n": 1}, headers={"Cookie": "a=1"})
    assert (event["rawPath"], event["rawQueryString"], event["body"], event["cookies"]) == ("/a", "q=1", '{"n": 1}', ["a=1"])
    assert event["requestContext"]["http"]["method"] == "POST" and event["requestContext"]["accountId"] == "anonymous"


def test_the_event_of_a_signed_request_of_a_url_has_who_signed(written):
    event = written(hello=("url: {api: iam}", returns("None"))).this.event.url()
    assert event["requestContext"]["authorizer"]["iam"]["accountId"] == "123456789012"


@pytest.mark.parametrize("code, status, text", [
    ("{'statusCode': 201, 'body': 'a'}", 201, "a"), ("{'a': 1}", 200, '{"a": 1}'), ("'hi'", 200, "hi"), ("None", 200, "")])
def test_a_response_is_what_the_client_receives(written, code, status, text):
    this = written(hello=(PUBLIC, returns(code))).this
    response = this.call(this.event.url())
    assert (response.status, response.text) == (status, text)


def test_a_response_that_the_url_cannot_read_fails(written):
    this = written(hello=(PUBLIC, returns("{'statusCode': 200, 'body': {}}"))).this
    assert problem_lines(this.call, this.event.url())[0] == "handlers/hello/index.py:4: the URL responds with 502 instead of " \
        "this: the body is a dict, not a string (json.dumps it)"


def test_a_path_begins_with_a_slash(written):
    event = written(hello=(PUBLIC, returns("None"))).this.event
    assert problem_lines(event.url, "a")[0].endswith("the path 'a' has no slash at its beginning")


SETTINGS = "users: {groups: [admin, staff]}\n"
ENDPOINT = "endpoint: {api: private, groups: [admin, staff], method: GET, path: /a}"


def test_the_claims_are_values_of_the_authorizer_itself(written):
    event = written(SETTINGS, hello=(ENDPOINT, ECHO)).this.event
    caller = event.api(claims={"sub": "ann", "cognito:groups": ["admin", "other"]})["requestContext"]["authorizer"]
    assert caller == {"principalId": "test", "integrationLatency": 0, "sub": "ann", "cognito:groups": "admin,other"}


def test_a_user_of_no_group_is_refused(written):
    event = written(SETTINGS, hello=(ENDPOINT, ECHO)).this.event
    claims = {"sub": "ann", "cognito:groups": "guests"}
    assert problem_lines(event.api, claims=claims)[:2] == [
        "handlers/hello/index.py:4: API Gateway responds with 403: the endpoint is for admin, staff, "
        "and the user is in none of them",
        '  hint: event.api(claims={"cognito:groups": ["admin"]}); refused=True if that is right']
    event.api(claims=claims, refused=True)
    assert "401" in problem_lines(event.api)[0]
    event.api(refused=True)


def test_an_example_is_of_a_user_in_a_group(written):
    event = example_events.of_endpoint(written(SETTINGS, hello=(ENDPOINT, ECHO)), "hello")
    assert event["requestContext"]["authorizer"]["cognito:groups"] == "admin"
