"""The test kit, and a real queue of the local cloud: FIFO queues, and filters of messages."""
import json

import pytest
from botocore.exceptions import ClientError

from tests.fixtures.fake_functions import eventually
from tests.fixtures.tested_lambdas import problem_lines

pytest_plugins = ["tests.fixtures.small_apps", "tests.fixtures.tested_lambdas"]
HANDLER = "def handler(event, context):\n    return event\n"
FILTERED = "queue:\n  batch: 2\n  filter: {status: [paid]}"


def test_a_message_of_a_fifo_queue_has_its_group(written):
    world = written(hello=("queue: {fifo: true, batch: 3}", HANDLER))
    records = world.this.call(world.this.event.queue(["a", "b", "a"], group="g"))["Records"]
    assert [(record["body"], record["attributes"]["MessageGroupId"]) for record in records] == [
        ("a", "g"), ("b", "g"), ("a", "g")]
    assert records[0]["eventSourceARN"].endswith(".fifo")


def test_a_fixture_sends_to_a_fifo_queue(written):
    world = written(hello=("queue: {fifo: true}", HANDLER))
    queue = world.view("queue", "hello")
    queue.put("a", {"b": 1})
    queue.put("a", group="other")
    assert sorted(map(str, queue.messages())) == ["a", "{'b': 1}"]  # the body "a" a second time is the same message


def test_a_handler_sends_batches_to_a_fifo_queue_by_their_deduplication_ids(written):
    world = written(
        hello=("{}", (
            "def handler(event, context):\n    return boto3.client('sqs').send_message_batch(\n"
            "        QueueUrl=os.environ['DEMO_NOTE_QUEUE'], Entries=[\n"
            "            {'Id': str(at), 'MessageBody': body, 'MessageGroupId': 'g', 'MessageDeduplicationId': id_}\n"
            "            for at, (id_, body) in enumerate(event)]).get('Failed')\n")),
        note=("queue: {fifo: true}", HANDLER))
    assert not world.this.call([["1", "a"], ["2", "a"]])
    assert world.view("queue", "note").messages() == ["a", "a"]
    with pytest.raises(ClientError, match="MessageDeduplicationId can only include alphanumeric"):
        world.this.call([["a b", "a"]])


def test_a_message_that_the_filter_removes_fails_the_test(written):
    world = written(hello=(FILTERED, HANDLER))
    assert len(world.this.event.queue([{"status": "paid"}])["Records"]) == 1
    assert problem_lines(world.this.event.queue, [{"status": "paid"}, {"status": "new"}, "text"][1:]) == [
        'handlers/hello/index.py:6: no filter of the queue of hello matches {"status": "new"}, text: Lambda deletes it',
        "  hint: correct the filter or the message, or add refused=True"]
    world.this.event.queue([{"status": "new"}], refused=True)
    assert problem_lines(world.this.event.queue, [{"status": "paid"}], refused=True)[0].endswith(
        "hello would be called, in spite of refused=True")


APP = '''"""Notes the messages of a FIFO queue.

infra:
  queue: {{fifo: true, filter: {{kind: [{{prefix: or}}]}}}}
"""
import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["LANES_TABLE"])


def handler(event, context):
    for record in event["Records"]:
        body = json.loads(record["body"])
        group = record["attributes"]["MessageGroupId"]
        count = table.update_item(Key={{"pk": "count", "sk": group}}, UpdateExpression="ADD n :one",
                                  ExpressionAttributeValues={{":one": 1}}, ReturnValues="ALL_NEW")["Attributes"]["n"]
        table.put_item(Item={{"pk": group, "sk": f"{{count:03}}", "number": body["number"]}})
'''.replace("{{", "{").replace("}}", "}")


@pytest.fixture
def deployed(deploy_app):
    """The outputs of the deployed app."""
    return deploy_app("name: lanes\n", {"note": APP})


def test_messages_of_a_group_come_in_order_and_the_filter_removes_others(deployed, local_cloud):
    sqs, table = local_cloud.client("sqs"), local_cloud.client("dynamodb")
    for number in range(6):
        for group in ("a", "b"):
            for kind in ("order", "draft"):
                sqs.send_message(QueueUrl=deployed["NoteQueueUrl"], MessageGroupId=group,
                                 MessageBody=json.dumps({"kind": kind, "number": number, "group": group}))

    def numbers():
        items = table.scan(TableName=deployed["LanesTableName"])["Items"]
        return {group: [int(item["number"]["N"]) for item in sorted(items, key=lambda item: item["sk"]["S"])
                        if item["pk"]["S"] == group] for group in ("a", "b")}
    assert eventually(numbers, lambda result: sum(map(len, result.values())) >= 12) == {"a": [*range(6)], "b": [*range(6)]}
    attributes = eventually(lambda: sqs.get_queue_attributes(QueueUrl=deployed["NoteQueueUrl"], AttributeNames=["All"])[
        "Attributes"], lambda found: found["ApproximateNumberOfMessages"] == "0")
    assert attributes["FifoQueue"] == attributes["ContentBasedDeduplication"] == "true"
    assert sqs.get_queue_attributes(QueueUrl=deployed["NoteQueueDlqUrl"], AttributeNames=["All"])["Attributes"][
        "ApproximateNumberOfMessages"] == "0"
