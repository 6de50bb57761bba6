"""Examples: values for schemas, events for patterns, and what `make invoke` sends without an event."""
import datetime
import io
import json
import re
import urllib.error
import urllib.request
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import jsonschema
import pytest

import invoke_lambda
from aws import local_calls
from aws.events import patterns
from kit import examples
from kit.problems import Problems
from tests.fixtures.cases import cases
from tests.fixtures.fake_functions import eventually

pytest_plugins = ["tests.fixtures.chain"]


@cases("schema", [
    {"type": "string", "pattern": "^[A-Z]{3}-[0-9]{5}(-x|-y)$"},
    {"type": "string", "pattern": "^[a-z]+$", "minLength": 8, "maxLength": 9},
    {"type": "string", "format": "email", "maxLength": 200},
    {"type": "integer", "minimum": 7, "multipleOf": 5},
    {"type": "integer", "maximum": -3, "multipleOf": 2},
    {"type": "number", "minimum": 2, "maximum": 3},
    {"type": "array", "items": {"type": "string"}, "minItems": 3, "uniqueItems": True},
    {"type": "array", "items": {"enum": ["a", "b", "c"]}, "minItems": 2, "uniqueItems": True},
    {"type": "array", "items": [{"type": "integer"}, {"type": "string"}], "additionalItems": False},
    {"type": "array", "maxItems": 0},
    {"type": "object", "minProperties": 2, "additionalProperties": {"type": "integer"}},
    {"type": "object", "required": ["x-1"], "patternProperties": {"^x-": {"type": "boolean"}}},
    {"required": ["a"], "properties": {"a": {"type": "integer"}}},
    {"allOf": [{"required": ["a"], "properties": {"a": {"type": "integer"}}}, {"required": ["b"]}]},
    {"type": "object", "properties": {"kind": {"enum": ["a", "b"]}, "size": {"type": "integer"}},
     "required": ["kind"], "oneOf": [{"required": ["size"]}, {"required": ["color"]}]},
    {"anyOf": [{"type": "string", "maxLength": 0, "minLength": 1}, {"type": "integer"}]},
    {"type": ["null", "string"]}, {"type": "string", "default": "x"}, {"enum": [None, 1]}, {},
])
def test_an_example_is_what_its_schema_accepts(schema):
    jsonschema.Draft4Validator(schema).validate(examples.of_schema(schema))


def test_an_example_is_the_same_each_time():
    schema = {"type": "string", "pattern": "^[A-Z]{3}-[0-9]{5}$"}
    assert examples.of_schema(schema) == examples.of_schema(schema)


@cases("pattern", [
    {"a": ["x", "y"]}, {"a": [{"prefix": "x-"}]}, {"a": [{"prefix": {"equals-ignore-case": "X"}}]},
    {"a": [{"suffix": ".csv"}]}, {"a": [{"wildcard": "in/*/\\*.csv"}]}, {"a": [{"equals-ignore-case": "Yes"}]},
    {"a": [{"numeric": [">", 5]}]}, {"a": [{"numeric": ["<", 0]}]}, {"a": [{"numeric": [">", 0, "<", 1]}]},
    {"a": [{"numeric": ["=", 3]}]}, {"a": [{"numeric": [">", 1, "<=", 2]}]}, {"a": [{"cidr": "10.0.0.0/24"}]},
    {"a": [{"anything-but": ["example", "b"]}]}, {"a": [{"anything-but": {"prefix": "ex"}}]},
    {"a": [{"anything-but": {"suffix": ["le", "r"]}}]}, {"a": [{"exists": True}]}, {"a": [{"exists": False}], "b": [1]},
    {"a": [None]}, {"a": [True]}, {"$or": [{"a": [1]}, {"b": [2]}], "c": {"d": ["e"]}},
])
def test_an_example_passes_its_pattern(pattern):
    assert patterns.matches(pattern, examples.of_pattern(pattern))


def invoked(name, event=""):
    """(exit, stdout, stderr) of `make invoke` in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            invoke_lambda.main(["build/app.json", "--name", name, "--event", event])
            code = 0
        except Problems as problems:
            print(problems, file=err)
            code = 1
    return code, out.getvalue(), err.getvalue()


def chosen(name, event=""):
    """The event that `make invoke` would send."""
    return invoke_lambda.event_to_send(json.loads(Path("build/app.json").read_text()), "local", name, event)[0]


@cases("name, answer, source", [
    ("orders-add", {"statusCode": 201, "body": ""}, "event: an example of a request to its endpoint"),
    ("account", {"statusCode": 200, "body": "ann@example.com"}, "event: an example of a request to its endpoint"),
    ("greet", {"statusCode": 200, "body": "1, hello, hello here"}, "event: an example of a request to its endpoint"),
    ("partner", {"statusCode": 200, "body": "for partners"}, "event: an example of a request to its endpoint"),
    ("jobs", {"batchItemFailures": []}, "event: an example of a message in its queue"),
    ("news", None, "event: an example of a message of its topic"),
    ("often", None, 'event: the body of its timer: {"bell": "fast"}'),
    ("paid", None, "event: an example of an event that its first rule matches"),
    ("orders-heard", None, "event: an example of an event that its first rule matches"),
    ("published", None, "event: an example of an event that its first rule matches"),
])
def test_without_an_event_a_lambda_gets_its_triggers_example(chain, name, answer, source):
    code, out, err = invoked(name)
    assert (code, err.splitlines()[0]) == (0, source)
    assert json.loads(out) == answer


def test_a_schedules_body_has_its_time():
    timer = {"cron": "0 9 ? * * *", "zone": "UTC", "body": {"at": "<aws.scheduler.scheduled-time>"}}
    event, source = invoke_lambda.event_to_send({"lambdas": {"daily": {"infra": {"timer": timer}}}}, "local", "daily", "")
    assert datetime.datetime.fromisoformat(event["at"]).tzinfo == datetime.timezone.utc
    assert source == f'event: the body of its timer: {{"at": "{event["at"]}"}}'[7:]


def test_a_lambda_without_a_trigger_gets_an_empty_event(chain):
    code, out, err = invoked("sum")
    assert (code, err.splitlines()[0]) == (1, "event: {}, as it has no trigger")
    assert "lambdas/sum/index.py:8: KeyError: 'numbers'" in err


def test_an_example_names_what_is_deployed(chain):
    resources = {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in
                 chain.client("cloudformation").list_stack_resources(StackName="chain-local")["StackResourceSummaries"]}
    table, dropped, request = chosen("orders-heard"), chosen("dropped"), chosen("orders-add")
    queue, topic = chosen("jobs")["Records"][0], chosen("news")["Records"][0]
    assert (table["source"], table["detail-type"]) == (chain.outputs["ChainTableName"], "INSERT")
    assert dropped["detail"]["bucket"]["name"] == chain.outputs["ChainBucketName"]
    assert dropped["resources"] == [f"arn:aws:s3:::{chain.outputs['ChainBucketName']}"]
    assert queue["eventSourceARN"].split(":")[-1] == resources["JobsQueue"].split("/")[-1]
    assert topic["Sns"]["TopicArn"] == resources["NewsTopic"]
    context = request["requestContext"]
    assert (context["apiId"], context["stage"], context["path"]) == (resources["Api"], "local", "/local/orders")


def test_an_example_has_the_fields_of_a_real_event(chain):
    url = "/greetings/ann?word=x"
    assert chain.http("GET", url)[0] == 200
    real, example = chosen("greet", "last"), chosen("greet")
    assert (real["path"], example["path"]) == ("/greetings/ann", "/greetings/hello")
    assert real.keys() == example.keys() and real["requestContext"].keys() == example["requestContext"].keys()
    chain.client("sqs").send_message(QueueUrl=chain.outputs["JobsQueueUrl"], MessageBody="a")
    assert eventually(lambda: b'"body": "a"' in local_calls.response("GET", "/chain-local-jobs/event")[1])
    real, example = chosen("jobs", "last")["Records"][0], chosen("jobs")["Records"][0]
    assert real["body"] == "a" and real.keys() == example.keys()
    assert real["attributes"].keys() == example["attributes"].keys()


def test_the_last_event_is_a_real_one(chain):
    chain.http("POST", "/orders", {"sku": "L1"})
    assert invoked("orders-add")[0] == 0
    code, _out, err = invoked("orders-add", "last")
    assert (code, err.splitlines()[0]) == (0, "event: the last event that it received")
    assert json.loads(chosen("orders-add", "last")["body"]) == {"sku": "L1"}
    with pytest.raises(Problems) as raised:  # of a function that no test of this local cloud has invoked
        local_calls.last_event("account", "never-invoked")
    assert str(raised.value) == ("account has received no event in the local cloud yet\n"
                                 "  hint: `make invoke name=account` sends an example")


def test_the_last_event_is_the_local_clouds(chain):
    with pytest.raises(Problems, match="only the local cloud records"):
        invoke_lambda.event_to_send(json.loads(Path("build/app.json").read_text()), "dev", "sum", "last")


@pytest.mark.parametrize("content, problem", [
    (None, "x.json: cannot be read: No such file or directory"),
    (b"{\n nope}", "x.json:2: not JSON: .*\n  hint: a file of JSON, event=- for stdin, or event=last"),
])
def test_a_wrong_file_is_reported(chain, tmp_path, monkeypatch, content, problem):
    path = Path("x.json")
    if content is not None:
        path.write_bytes(content)
    code, out, err = invoked("sum", "x.json")
    path.unlink(missing_ok=True)
    assert (code, out) == (1, "") and re.match(problem, err)


def test_an_events_file_is_sent(chain, tmp_path):
    path = tmp_path / "event.json"
    path.write_text('{"numbers": [1, 2]}')
    code, out, err = invoked("sum", str(path))
    assert (code, out, err.splitlines()[0]) == (0, "3\n", f"event: {path}")


def test_a_schema_without_an_example_is_reported_at_its_line(chain):
    app = json.loads(Path("build/app.json").read_text())
    app["lambdas"]["orders-add"]["infra"]["endpoint"]["schema"] = {"type": "object", "not": {"type": "object"}}
    with pytest.raises(Problems, match=r"lambdas/orders/add/index.py:8: no example of a request can be made: .*\n  hint: "
                                       "write one: `make invoke name=orders-add event=event.json`"):
        invoke_lambda.event_to_send(app, "local", "orders-add", "")


def response(chain, method, path):
    """(status, bytes) of the local cloud's door."""
    try:
        with urllib.request.urlopen(urllib.request.Request(chain.cloud.endpoint + path, method=method)) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def test_the_local_cloud_accepts_the_calls_of_the_example(chain):
    chain.invoke("sum", {"numbers": [1]})
    calls = json.loads(response(chain, "GET", "/_aws/calls")[1])["calls"]
    newest = next(call for call in calls if call["function"] == "chain-local-sum")  # others may run in between
    assert (newest["error"], newest["at"]) == ("", "")
    assert response(chain, "GET", "/_aws/calls/chain-local-sum/event") == (200, b'{"numbers": [1]}')
    assert response(chain, "GET", "/_aws/calls/unreported")[0] == 404  # a look must not use them up
    assert response(chain, "GET", "/_aws/calls/nobody/event")[0] == 404
