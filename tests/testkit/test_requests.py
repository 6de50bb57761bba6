"""Requests to an endpoint as the API sends them, and the responses that it takes."""
import pytest

from tests.fixtures.tested_lambdas import problem_lines

pytest_plugins = ["tests.fixtures.tested_lambdas"]
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
