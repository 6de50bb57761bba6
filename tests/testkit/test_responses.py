"""The response of an endpoint, as its test reads it."""

from testkit import responses
from tests.fixtures.cases import cases


@cases("answer, headers", [
    ({"statusCode": 200}, {}),
    ({"headers": {"Content-Type": "text/html", "X-N": 1}}, {"content-type": "text/html", "x-n": "1"}),
    ({"headers": {"X": "a"}, "multiValueHeaders": {"X": ["b", "c"], "Set-Cookie": ["d"]}}, {"x": "a", "set-cookie": "d"}),
    ({"headers": None, "multiValueHeaders": None}, {}),
])
def test_the_headers_of_an_answer_are_found_whatever_their_case(answer, headers):
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
