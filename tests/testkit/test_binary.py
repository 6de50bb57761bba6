"""Bodies of bytes, and of numbers, in the test kit: as API Gateway hands them over with the endpoint's media types."""
import base64

import pytest

from tests.fixtures.tested_lambdas import problem_lines

pytest_plugins = ["tests.fixtures.tested_lambdas"]

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
