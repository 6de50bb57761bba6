"""The response of an endpoint as its test reads it, and bodies of bytes and numbers."""
import base64

import pytest

from testkit import responses
from tests.fixtures.cases import cases
from tests.fixtures.tested_lambdas import problem_lines


@cases("answer, headers", [
    ({"statusCode": 200}, {}),
    ({"headers": {"Content-Type": "text/html", "X-N": 1}}, {"content-type": "text/html", "x-n": "1"}),
    ({"headers": {"X": "a"}, "multiValueHeaders": {"X": ["b", "c"], "Set-Cookie": ["d"]}}, {"x": "a", "set-cookie": "d"}),
    ({"headers": None, "multiValueHeaders": None}, {}),
])
def test_headers_of_a_response_are_found_whatever_their_case(answer, headers):
    response_headers = responses.Response(answer).headers
    assert {name: response_headers[name] for name in headers} == headers and len(response_headers) == len(headers)
    for name, value in headers.items():
        assert response_headers[name.upper()] == response_headers[name.title()] == value and name.upper() in response_headers
    assert response_headers.get("absent") is None and "absent" not in response_headers


def test_an_answer_has_the_fields_that_the_docs_list():
    answer = responses.Response({"statusCode": "201", "headers": {"Content-Type": "a/b"}, "body": '{"a": 1}'})
    assert (answer.status, answer.json, answer.text, answer.headers["content-type"]) == (201, {"a": 1}, '{"a": 1}', "a/b")
    assert responses.Response({"body": "aGk=", "isBase64Encoded": True}).bytes == b"hi"
    assert responses.Response({"body": "aGk=", "isBase64Encoded": True}).text == "hi"
    assert responses.Response({}).text == "" and responses.Response({"body": None}).bytes == b""
    assert answer["statusCode"] == "201"


PNG = b"\x89PNG\x00\xff"
ENDPOINT = "endpoint: {{api: public, method: POST, path: /images{}}}"
ECHO = "def handler(event, context):\n    return {'statusCode': 200, 'body': event['body'], 'isBase64Encoded': " \
    "event['isBase64Encoded']}\n"


def test_bytes_of_a_binary_media_type_reach_the_lambda_as_base64(written):
    lambda_ = written(hello=(ENDPOINT.format(", binary: [image/*]"), ECHO)).this
    event = lambda_.event.api(body=PNG, headers={"Content-Type": "image/png"})
    assert (event["body"], event["isBase64Encoded"]) == (base64.b64encode(PNG).decode(), True)
    assert lambda_.call(event).bytes == PNG
    assert lambda_.event.api(body="text", headers={"Content-Type": "text/plain"})["isBase64Encoded"] is False


def test_without_a_binary_media_type_base64_stays_base64(written):
    lambda_ = written(hello=(ENDPOINT.format(""), ECHO)).this
    event = lambda_.event.api(body=PNG, headers={"Content-Type": "image/png"})
    assert (event["body"], event["isBase64Encoded"]) == ("\ufffdPNG\x00\ufffd", False)
    assert problem_lines(lambda_.call, {**event, "body": "aGk=", "isBase64Encoded": True}) == [
        "handlers/hello/index.py:4: API Gateway sends the base64 of this response as it is: no media type of the API is "
        "binary", "  hint: binary: [image/*] in the endpoint, or another media type"]


@pytest.mark.parametrize("body, text", [("42", "42"), ("1.5", "1.5"), ("True", "true"), ("0", "0"), ("None", "")])
def test_a_number_as_body_is_its_text(written, body, text):
    code = f"def handler(event, context):\n    return {{'statusCode': 200, 'body': {body}}}\n"
    lambda_ = written(hello=(ENDPOINT.format(""), code)).this
    assert lambda_.call(lambda_.event.api()).text == text


def test_a_request_above_lambdas_six_megabytes_is_refused(written):
    lambda_ = written(hello=(ENDPOINT.format(""), ECHO)).this
    assert problem_lines(lambda_.event.api, body="x" * 6 * 1024 * 1024) == [
        "handlers/hello/index.py:4: API Gateway responds with 413: Request Too Long"]
