"""The test kit's messages of queues that delay them, and of FIFO queues whose group is in flight."""
import json

import boto3
import pytest

pytest_plugins = ["tests.fixtures.small_apps", "tests.fixtures.tested_lambdas"]
HANDLER = "def handler(event, context):\n    return event\n"


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
