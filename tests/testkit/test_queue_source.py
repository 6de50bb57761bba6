"""Queues that listen to a topic or to a rule: in the scan, in the test kit, and on the local cloud."""
import json

import boto3
import pytest

from testkit import example_events, makers
from tests.fixtures.cases import cases
from tests.fixtures.fake_functions import eventually
from tests.fixtures.lambda_texts import lambda_text
from tests.fixtures.problems import problems_of
from tests.fixtures.tested_lambdas import problem_lines

pytest_plugins = ["tests.fixtures.small_apps"]
HANDLER = "def handler(event, context):\n    return event\n"
OF_BUCKET = "queue:\n  batch: 2\n  from: {source: {type: bucket, name: demo}, topic: Object Created, prefix: in/}"


def test_an_event_of_the_rule_is_the_body_of_a_message(written):
    world = written(hello=(OF_BUCKET, HANDLER))
    record, = world.this.call(world.this.event.bucket("in/a", "1"))["Records"]
    body = json.loads(record["body"])
    assert (record["eventSource"], body["detail"]["object"]["key"], body["detail"]["object"]["size"]) == ("aws:sqs", "in/a", 1)
    assert "rule queue of hello matches detail.object.key" in problem_lines(world.this.event.bucket, "out/a")[0]
    world.this.event.bucket("out/a", refused=True)
    example, = makers.MAKERS["queue"].example(world.this.event)["Records"]
    assert json.loads(example["body"])["detail"]["object"]["key"].startswith("in/")


TOPIC = ("topic: {}", HANDLER)
OF_TOPIC = "queue:\n  batch: 2\n  from: {source: {type: topic, name: orders}, filter: {attributes: {kind: [refund]}}}"


def test_a_message_of_the_topic_is_a_message_of_the_queue_if_its_filter_matches(written):
    world = written(hello=(OF_TOPIC + "\n  filter: {id: [1]}", HANDLER), orders=TOPIC)
    record, = world["hello"].event.topic({"id": 1}, attributes={"kind": "refund"})["Records"]
    assert (record["eventSource"], record["body"]) == ("aws:sqs", '{"id": 1}')
    assert record["messageAttributes"]["kind"]["stringValue"] == "refund"
    for message, kind, line, refusal in (
            ({"id": 1}, "bill", 6, "the filter of queue.from of hello does not match"),
            ({"id": 2}, "refund", 7, "no filter of the queue of hello matches")):
        problem = problem_lines(world["hello"].event.topic, message, attributes={"kind": kind})[0]
        assert problem.startswith(f"handlers/hello/index.py:{line}: {refusal}")
        world["hello"].event.topic(message, attributes={"kind": kind}, refused=True)
    assert "would be called, in spite of refused=True" in problem_lines(
        world["hello"].event.topic, {"id": 1}, attributes={"kind": "refund"}, refused=True)[0]
    assert "no `topic`" in problem_lines(written(hello=(OF_BUCKET, HANDLER)).this.event.topic, "m")[0]


def test_a_message_of_a_fifo_topic_has_its_group_in_the_queue(written):
    of_fifo = "queue: {fifo: true, from: {source: {type: topic, name: orders}}}"
    world = written(hello=(of_fifo, HANDLER), orders=("topic: {fifo: true}", HANDLER))
    record, = world["hello"].event.topic("m", group="g")["Records"]
    assert (record["body"], record["attributes"]["MessageGroupId"]) == ("m", "g")


def test_the_filter_of_the_queue_sees_the_event(written):
    world = written(hello=(OF_BUCKET + "\n  filter: {detail: {object: {size: [{numeric: ['>', 1]}]}}}", HANDLER))
    assert len(world.this.event.bucket("in/a", "12")["Records"]) == 1
    assert "no filter of the queue of hello matches" in problem_lines(world.this.event.bucket, "in/a", "1")[0]


@pytest.mark.parametrize("blocks, message", [
    ({"a": "queue: {from: {source: {type: topic, name: oders}}}", "orders": "topic: {}"},
     "handlers/a/index.py:3: no lambda 'oders' has a topic\n  hint: did you mean 'orders'?"),
    ({"a": "queue: {from: {source: {type: topic, name: zz}}}", "orders": "topic: {}"},
     "handlers/a/index.py:3: no lambda 'zz' has a topic\n  hint: `make new-lambda name=zz trigger=topic`, or a topic of resources.yaml; there are: orders"),
    ({"a": "queue: {from: {source: {type: topic, name: zz}}}", "zz": "{}"},
     "handlers/a/index.py:3: no lambda 'zz' has a topic\n  hint: write `topic: {}` in the infra block of handlers/zz/index.py"),
    ({"a": "queue: {fifo: true, from: {source: {type: topic, name: orders}}}", "orders": "topic: {}"},
     "handlers/a/index.py:3: this is a FIFO queue, and the topic orders is no FIFO topic\n"
     "  hint: write fifo: true in both, or in neither: handlers/orders/index.py"),
    ({"a": "queue: {from: {source: {type: topic, name: orders}}}", "orders": "topic: {fifo: true}"},
     "handlers/a/index.py:3: this is no FIFO queue, and the topic orders is a FIFO topic\n"
     "  hint: write fifo: true in both, or in neither: handlers/orders/index.py"),
    ({"a": "queue: {from: {source: {type: table, name: dmo}}}"},
     "handlers/a/index.py:3: table 'dmo' is not the app's\n  hint: did you mean 'demo'?"),
])
def test_a_missing_source_is_a_problem(written, blocks, message):
    raised = problems_of(written, **{name: (block, HANDLER) for name, block in blocks.items()})
    assert str(raised) == message.replace(":3:", f":{raised.args[0].line}:")


NOTE = '''"""Notes the bodies of its messages.

infra:
  queue: {batch: 10, window: 1, from: %s}
"""
import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["WAVE_TABLE"])


def handler(event, context):
    for record in event["Records"]:
        table.put_item(Item={"pk": "%s", "sk": record["messageId"], "body": record["body"]})
'''
OTHER = lambda_text("topic: {}", 'print(event["Records"][0]["Sns"]["Message"])')
SOURCES = {"heard": "{source: {type: topic, name: orders}}",
           "refunds": "{source: {type: topic, name: orders}, filter: {attributes: {kind: [refund]}}}",
           "large": "{source: {type: topic, name: orders}, filter: {body: {id: [{numeric: ['>', 1]}]}}}",
           "dropped": "{source: {type: bucket, name: wave}, prefix: in/}",
           "rows": "{source: {type: table, name: wave}, topic: INSERT, pattern: {pk: [new]}}", "said": "{topic: Said}"}


def test_queues_get_what_their_topic_and_their_rules_send(deploy_app, local_cloud):
    outputs = deploy_app("name: wave\n", {"orders": OTHER, **{name: NOTE % (source, name) for name, source in SOURCES.items()}})
    dynamodb = local_cloud.client("dynamodb")
    for id_, kind in ((1, "order"), (2, "refund")):
        local_cloud.client("sns").publish(TopicArn=outputs["OrdersTopicArn"], Message=f'{{"id": {id_}}}', MessageAttributes={
            "kind": {"DataType": "String", "StringValue": kind}})
    for key in ("in/a", "out/a"):
        local_cloud.client("s3").put_object(Bucket=outputs["WaveBucketName"], Key=key, Body=b"1")
    dynamodb.put_item(TableName=outputs["WaveTableName"], Item={"pk": {"S": "new"}, "sk": {"S": "1"}})
    local_cloud.client("events").put_events(Entries=[{
        "EventBusName": outputs["WaveBusName"], "Source": "x", "DetailType": "Said", "Detail": '{"a": 1}'}])

    def bodies(name):
        found = dynamodb.query(TableName=outputs["WaveTableName"], KeyConditionExpression="pk = :pk",
                               ExpressionAttributeValues={":pk": {"S": name}})
        return [json.loads(item["body"]["S"]) for item in found["Items"]]
    assert sorted(item["id"] for item in eventually(lambda: bodies("heard"), lambda items: len(items) == 2)) == [1, 2]
    assert eventually(lambda: bodies("refunds"), bool) == eventually(lambda: bodies("large"), bool) == [{"id": 2}]
    assert [event["detail"]["object"]["key"] for event in eventually(lambda: bodies("dropped"), bool)] == ["in/a"]
    assert [event["detail"]["pk"] for event in eventually(lambda: bodies("rows"), bool)] == ["new"]
    assert [event["detail"] for event in eventually(lambda: bodies("said"), bool)] == [{"a": 1}]


@cases("block, expected", [
    ({"from": {"source": {"type": "topic", "name": "orders"}, "filter": {"attributes": {"kind": ["refund"]}}}},
     {"bodies": ["hello"], "attributes": {"kind": "refund"}}),
    ({"from": {"source": {"type": "topic", "name": "orders"}, "filter": {"body": {"id": [2]}}}},
     {"bodies": [{"id": 2}], "attributes": {}}),
    ({"filter": {"id": [1]}}, {"bodies": [{"id": 1}], "attributes": {}}), ({}, {"bodies": ["hello"], "attributes": {}})])
def test_the_example_of_a_message_is_one_that_the_filters_match(block, expected):
    assert example_events.of_queue({"infra": {"queue": block}}) == expected


def bodies(event):
    """The bodies of an event's records."""
    return [record["body"] for record in event["Records"]]


@pytest.mark.parametrize("block", ["{delay: 30, batch: 2}", "{delay: 900, batch: 2, fifo: true}", "{batch: 2}"])
def test_an_event_has_the_messages_of_a_queue_with_a_delay(written, block):
    world = written(hello=(f"queue: {block}", HANDLER))
    assert bodies(world.this.event.queue(["a", "b"])) == ["a", "b"]


@pytest.mark.parametrize("block", ["{batch: 2}", "{fifo: true, batch: 2}", "{delay: 30, fifo: true, batch: 2}"])
def test_each_event_has_its_own_messages(written, block):
    world = written(hello=(f"queue: {block}", HANDLER))
    assert [bodies(world.this.event.queue([letter])) for letter in "abc"] == [["a"], ["b"], ["c"]]


def test_an_event_has_not_the_messages_that_were_in_the_queue_before(written):
    world = written(hello=("queue: {batch: 2}", HANDLER))
    world.view("queue", "hello").put("earlier")
    assert bodies(world.this.event.queue(["a"])) == ["a"]
    assert world.view("queue", "hello").messages() == ["earlier"]


@pytest.mark.parametrize("block", ["{delay: 30}", "{delay: 30, fifo: true}"])
def test_a_fixture_has_the_messages_of_a_queue_with_a_delay(written, block):
    queue = written(hello=(f"queue: {block}", HANDLER)).view("queue", "hello")
    queue.put("a", {"b": 1})
    assert queue.messages() == ["a", {"b": 1}]
    assert queue.messages() == []


def test_a_fixture_has_the_messages_that_are_sent_with_a_delay_of_their_own(written):
    queue = written(hello=("queue: {}", HANDLER)).view("queue", "hello")
    boto3.client("sqs").send_message(QueueUrl=queue.url, MessageBody=json.dumps([1]), DelaySeconds=60)
    assert queue.messages() == [[1]]
