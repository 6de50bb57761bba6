"""JSON that is nested too deeply, and long texts: the caller gets an error, and the log short lines."""
import io
import json
import logging
import os
from types import SimpleNamespace
from urllib.parse import quote

import pytest

from aws.events import patterns
from localcloud import serving
from localcloud.events import log_pattern, topics
from tests.fixtures import rest_apis
from tests.fixtures.cases import cases
from tests.fixtures.raw_requests import SIGNED, send


@cases("service, headers", [
    ("dynamodb", [("X-Amz-Target", "DynamoDB_20120810.PutItem"), ("Content-Type", "application/x-amz-json-1.0")]),
    ("sqs", [("X-Amz-Target", "AmazonSQS.SendMessage"), ("Content-Type", "application/x-amz-json-1.0")]),
    ("events", [("X-Amz-Target", "AWSEvents.PutEvents"), ("Content-Type", "application/x-amz-json-1.1")]),
    ("lambda", [("Content-Type", "application/json")]),
])
@cases("text", ["[" * 50_000, '{"a":' * 50_000, "[" * 50_000 + "]" * 50_000])
def test_json_that_is_nested_too_deeply_is_the_callers_mistake(local_cloud, service, headers, text):
    path = "/2015-03-31/functions" if service == "lambda" else "/"
    status, _headers, body = send(local_cloud, "POST", path, text.encode(), [
        *headers, ("Authorization", SIGNED.format(service))])
    assert status == 400 and b"Recursion" not in body, body


@pytest.mark.parametrize("text", ["[" * 50_000, '{"a":' * 50_000])
def test_a_template_that_is_nested_too_deeply_is_the_callers_mistake(local_cloud, text):
    form = f"Action=CreateStack&StackName=deep&TemplateBody={quote(text)}".encode()
    status, _headers, body = send(local_cloud, "POST", "/", form, [
        ("Content-Type", "application/x-www-form-urlencoded"), ("Authorization", SIGNED.format("cloudformation"))])
    assert status == 400 and b"Recursion" not in body, body


@pytest.fixture(scope="module")
def api(local_cloud):
    """The path of an endpoint whose body has a model."""
    arn = local_cloud.function("hostile-api", "def handler(event, context):\n    return {'body': '[' * 50000}\n")
    model = {"type": "object", "properties": {"a": {"type": "string"}}}
    definition = rest_apis.body_of({"/x": {"post": rest_apis.proxied(arn) | {
        "x-amazon-apigateway-request-validator": "all",
        "parameters": [{"in": "body", "name": "body", "schema": model}]}}}, **rest_apis.VALIDATORS)
    gateway = local_cloud.client("apigateway")
    identity = gateway.import_rest_api(body=json.dumps(definition))["id"]
    gateway.create_deployment(restApiId=identity, stageName="dev")
    return f"/_aws/execute-api/{identity}/dev/x"


@pytest.mark.parametrize("text", ["[" * 50_000, '{"a":' * 50_000])
def test_a_body_that_is_nested_too_deeply_is_refused_by_the_gateway(local_cloud, api, text):
    status, _headers, body = send(local_cloud, "POST", api, text.encode(), [("Content-Type", "application/json")])
    assert (status, json.loads(body)["message"]) == (400, "Invalid request body")


def test_a_body_that_does_not_fit_leaves_no_long_line_in_the_log(local_cloud, api):
    body = json.dumps({"a": ["x" * 1_000_000]}).encode()
    status, _headers, _body = send(local_cloud, "POST", api, body, [("Content-Type", "application/json")])
    assert status == 400
    lines = (local_cloud.folder / "log").read_text().splitlines()
    assert max(map(len, lines)) < 20_000 and any("model rejects the body" in line for line in lines)


def test_a_record_of_any_length_is_a_line_of_some_length():
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, "%s ends", ("x" * 10**7,), None)
    text = serving.ShortFormatter().format(record)
    assert len(text) < serving.LONGEST_RECORD + 100 and text.endswith(" more characters)")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a file that is always full")
def test_a_log_on_a_full_disk_fails_no_request(tmp_path):
    for path, size in (("/dev/full", 0), (tmp_path / "log", 100_001)):
        with open(path, "wb", 0) as file:
            print("x" * 100_000, file=io.TextIOWrapper(io.BufferedWriter(serving.Log(file.fileno())), line_buffering=True))
            assert os.fstat(file.fileno()).st_size == size


DEEP = "[" * 50_000


@cases("matching", [
    lambda: patterns.matches_record({"body": {"a": [1]}}, {"body": DEEP}),
    lambda: log_pattern.matches("{ $.a = 1 }", DEEP),
    lambda: topics.matches_filter(SimpleNamespace(_filter_policy={"a": [1]}, attributes={"FilterPolicyScope": "MessageBody"}),
                                  DEEP, {}),
])
def test_json_that_is_nested_too_deeply_matches_nothing(matching):
    assert matching() is False
