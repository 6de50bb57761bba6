"""Calls and arguments that AWS refuses, and moto accepts."""
import json

import pytest
from botocore.exceptions import ClientError

from tests.fixtures.tested_lambdas import BUS, ECHO, HEARS, calling, entry, problem_lines


@pytest.mark.parametrize("call, params, code", [
    (("dynamodb", "batch_write_item", "DEMO_TABLE"), {"RequestItems": {"demo-test-DemoTable": [
        {"PutRequest": {"Item": {"pk": {"S": str(at)}, "sk": {"S": "a"}}}} for at in range(26)]}}, "ValidationException"),
    (("dynamodb", "update_item", "DEMO_TABLE"), {"TableName": "demo-test-DemoTable",
     "Key": {"pk": {"S": ""}, "sk": {"S": "a"}}}, "ValidationException"),
    (("dynamodb", "put_item", "DEMO_TABLE"), {"TableName": "demo-test-DemoTable", "Item": {
        "pk": {"S": "a"}, "sk": {"S": "a"}, "x": {"S": "x" * 410_000}}}, "ValidationException"),
    (("dynamodb", "put_item", "DEMO_TABLE"), {"TableName": "demo-test-DemoTable", "Item": {
        "pk": {"S": ""}, "sk": {"S": "a"}}}, "ValidationException"),
    (("sqs", "send_message", "DEMO_PAGES_QUEUE"), {"MessageBody": ""}, "MissingParameter"),
    (("sqs", "send_message", "DEMO_PAGES_QUEUE"), {"MessageBody": "\x00"}, "InvalidMessageContents"),
    (("sqs", "send_message", "DEMO_PAGES_QUEUE"), {"MessageBody": "x" * (2**20 + 1)}, "InvalidParameterValue"),
    (("sns", "publish", "DEMO_ALARMS_TOPIC"), {"Message": ""}, "InvalidParameter"),
    (("sns", "publish", "DEMO_ALARMS_TOPIC"), {"Message": "x" * (2**18 + 1)}, "InvalidParameter"),
    (("events", "put_events", "DEMO_BUS"), {"Entries": [entry()] * 11}, "ValidationException"),
    (("events", "put_events", "DEMO_BUS"), {"Entries": [entry(detail=json.dumps({"x": "x" * 2**20}))]},
     "ValidationException"),
])
def test_what_aws_refuses_is_refused(written, call, params, code):
    world = written(hello=calling(*call), pages=("queue: {}", ECHO), alarms=("topic: {}", ECHO))
    for field, kind, id_ in (("QueueUrl", "sqs", "PagesQueue"), ("TopicArn", "sns", "AlarmsTopic")):
        if call[0] == kind:
            params = {**params, field: world.app.scope.resources[id_].ref}
    with pytest.raises(ClientError) as caught:
        world.this.call(params)
    assert caught.value.response["Error"]["Code"].rpartition(".")[2] == code


@pytest.mark.parametrize("changed_fields", [{"detail": "[]"}, {"detail": "no"}, {"Source": "aws.s3"}])
def test_one_entry_that_a_bus_refuses_does_not_stop_the_others(written, changed_fields):
    world = written(hello=("{}", 'os.environ["DEMO_BUS"]\n' + BUS), hears=HEARS)
    assert world.this.call([entry(**changed_fields), entry()]) == 1
    assert len(world.effects.emitted) == 1


def test_a_float_raises_as_it_does_in_lambda_and_an_unknown_parameter_has_its_line(written):
    code = ('table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])\n\n'
            "def handler(event, context):\n    table.put_item(**event)\n")
    world = written(hello=("{}", code))
    with pytest.raises(TypeError, match="Float types are not supported"):
        world.this.call({"Item": {"pk": "a", "sk": "b", "n": 1.5}})
    first = problem_lines(world.this.call, {"Items": {}})[0]
    assert first.startswith("handlers/hello/index.py:") and 'Unknown parameter in input: "Items"' in first


CALLS = '''
import os

import boto3

QUEUE, TOPIC = os.environ["DEMO_HELLO_QUEUE"], os.environ["DEMO_NEWS_TOPIC"]


def handler(event, context):
    if "MessageBody" in event:
        boto3.client("sqs").send_message(QueueUrl=QUEUE, **event)
    elif event.get("caught"):
        try:
            boto3.client("sns").publish(TopicArn=TOPIC, Message=5)
        except Exception as error:
            return type(error).__name__
    else:
        boto3.client("sns").publish(TopicArn=TOPIC, **event)
'''


@pytest.fixture
def world(written):
    """A lambda with a FIFO queue, and one with a topic."""
    return written(hello=("queue: {fifo: true, batch: 3}", CALLS), news=("topic: {}", ECHO))


@pytest.mark.parametrize("bodies, more, message", [
    (["a"], {"attributes": {"k": 5}}, "the attribute 'k' of a message is 5, not a text of one character or more"),
    (["a"], {"attributes": {"k": ""}}, "the attribute 'k' of a message is '', not a text of one character or more"),
    (["a"], {"attributes": ["x"]}, "the attributes of a message are ['x'], not a dict"),
    (["a"], {"group": 5}, "the group 5 of a message is not a text of 1 to 128 characters"),
    (["a"], {"group": None}, "the group None of a message is not a text of 1 to 128 characters"),
    ([""], {}, "a message is empty"),
    ([b"a"], {}, "the message b'a' is no JSON: Object of type bytes is not JSON serializable"),
    (["\x00"], {}, "a message is not valid: Invalid binary character '\\x00' was found"),
])
def test_a_message_of_a_test_that_sqs_refuses(world, bodies, more, message):
    assert problem_lines(world.this.event.queue, bodies, **more)[0].startswith(message)
    if "attributes" not in more:
        assert problem_lines(world.view("queue", "hello").put, *bodies, **more)[0].startswith(message)


@pytest.mark.parametrize("message, more, start", [
    ({1}, {}, "the message {1} is no JSON"), ("", {}, "a message is empty"),
    ("m", {"subject": 5}, "the subject 5 is not one line"), ("m", {"subject": "a\nb"}, "the subject 'a\\nb' is not one line"),
    ("m", {"attributes": {"k": None}}, "the attribute 'k' of a message is None"),
])
def test_a_message_of_a_test_that_sns_refuses(written, message, more, start):
    world = written(hello=("topic: {}", ECHO))
    assert problem_lines(world.this.event.topic, message, **more)[0].startswith(start)


@pytest.mark.parametrize("arguments, message", [
    ({"MessageBody": 5, "MessageGroupId": "g"}, "the argument MessageBody is 5, of the type int, and must be str"),
    ({"MessageBody": "a", "MessageGroupId": None},
     "the argument MessageGroupId is None, of the type NoneType, and must be str"),
    ({"MessageBody": "a", "Group": "g"}, 'Unknown parameter in input: "Group", must be one of: '),
    ({}, 'Missing required parameter in input: "Message"'),
    ({"Message": ["a"], "Subject": 1}, "the argument Message is ['a'], of the type list, and must be str; "
     "the argument Subject is 1, of the type int, and must be str"),
])
def test_a_call_that_botocore_refuses_has_the_lambdas_line(world, arguments, message):
    first, hint = problem_lines(world.this.call, arguments)
    path, line, text = first.split(":", 2)
    assert text.strip().startswith(message) and hint == "  hint: botocore refuses it before it sends anything, here and on AWS"
    code = (world.app.root / path).read_text().splitlines()[int(line) - 1]
    assert ("send_message" if "MessageBody" in arguments else "publish(TopicArn=TOPIC, **event)") in code


def test_an_error_that_the_handler_handles_is_no_failure(world):
    assert world.this.call({"caught": True}) == "ParamValidationError"
