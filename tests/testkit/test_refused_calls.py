"""Calls that AWS refuses and moto accepts."""
import json

import pytest
from botocore.exceptions import ClientError

from tests.fixtures.tested_lambdas import BUS, ECHO, HEARS, calling, entry, problem_lines

pytest_plugins = ["tests.fixtures.tested_lambdas"]


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
