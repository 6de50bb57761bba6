"""Requests to a lambda's own URL in tests, and its responses."""
import pytest

from tests.fixtures.tested_lambdas import problem_lines

pytest_plugins = ["tests.fixtures.tested_lambdas"]
PUBLIC = "url: {api: public}"


def returns(code):
    return f"def handler(event, context):\n    return {code}\n"


def test_a_request_is_of_format_2(written):
    event = written(hello=(PUBLIC, returns("None"))).this.event.url(
        "/a", method="POST", query={"q": "1"}, body={"n": 1}, headers={"Cookie": "a=1"})
    assert (event["rawPath"], event["rawQueryString"], event["body"], event["cookies"]) == ("/a", "q=1", '{"n": 1}', ["a=1"])
    assert event["requestContext"]["http"]["method"] == "POST" and event["requestContext"]["accountId"] == "anonymous"


def test_a_signed_request_says_who_signed(written):
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
