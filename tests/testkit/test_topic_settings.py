"""Filters and FIFO topics in the test kit; those and subscribers on the local cloud."""
import http.server
import json
import threading

import pytest
from botocore.exceptions import ClientError

from testkit import makers
from tests.fixtures.fake_functions import eventually
from tests.fixtures.tested_lambdas import problem_lines

pytest_plugins = ["tests.fixtures.small_apps"]
HANDLER = "def handler(event, context):\n    return event\n"


@pytest.mark.parametrize("filter_, good, bad", [
    ("{attributes: {kind: [order]}}", {"attributes": {"kind": "order"}}, {"attributes": {"kind": "bill"}}),
    ("{body: {status: [paid]}}", {"message": {"status": "paid"}}, {"message": {"status": "new"}}),
    ("{body: {status: [paid]}}", {"message": {"status": "paid"}}, {"message": "text"}),
])
def test_a_message_that_the_filter_does_not_match_fails_the_test(written, filter_, good, bad):
    world = written(hello=(f"topic:\n  filter: {filter_}", HANDLER))
    made = world.this.event.topic(**{"message": "m", **good})
    assert made["Records"][0]["EventSource"] == "aws:sns"
    assert "the filter of the topic of hello does not match" in problem_lines(
        world.this.event.topic, **{"message": "m", **bad})[0]
    world.this.event.topic(**{"message": "m", **bad}, refused=True)
    assert makers.MAKERS["topic"].example(world.this.event)["Records"]


def test_a_message_of_a_fifo_topic_comes_from_its_queue(written):
    world = written(hello=("topic: {fifo: true}", HANDLER))
    record, = world.this.event.topic({"id": 1}, attributes={"kind": "order"}, group="g")["Records"]
    assert (record["eventSource"], record["body"], record["attributes"]["MessageGroupId"]) == ("aws:sqs", '{"id": 1}', "g")
    assert record["messageAttributes"]["kind"]["stringValue"] == "order"
    assert makers.MAKERS["topic"].example(world.this.event)["Records"][0]["body"]


PUBLISHES = """import os
import boto3


def handler(event, context):
    boto3.client("sns").publish(TopicArn=os.environ["%s_NEWS_TOPIC"], Message="m", MessageGroupId="g")
"""


def test_a_message_to_a_fifo_topic_is_published(written):
    world = written(hello=("timer: {rate: 1 hour}", PUBLISHES % "DEMO"), news=("topic: {fifo: true}", HANDLER))
    world.this.call({})
    assert dict(world.effects.published) == {"news": ["m"]}


NOTE = '''"""Notes messages.

infra:
  topic: {%s}
"""
import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["NEWS_TABLE"])


def handler(event, context):
    for record in event["Records"]:
        body = record["body"] if "body" in record else record["Sns"]["Message"]
        count = table.update_item(Key={"pk": "count", "sk": "%s"}, UpdateExpression="ADD n :one",
                                  ExpressionAttributeValues={":one": 1}, ReturnValues="ALL_NEW")["Attributes"]["n"]
        table.put_item(Item={"pk": "%s", "sk": f"{count:03}", "body": body})
'''
APP = {"attrs": "filter: {attributes: {kind: [order], size: [{numeric: ['>', 5]}]}}",
       "line": "fifo: true, filter: {body: {keep: [true]}}", "post": "subscribers: ['%s', ops@example.com]"}


@pytest.fixture
def posted():
    """(URL of a server on this machine, the list of the bodies that are posted to it)."""
    bodies = []

    class Handler(http.server.BaseHTTPRequestHandler):
        """Notes each body."""

        def do_POST(self):
            bodies.append((self.headers["x-amz-sns-message-type"],
                           json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
            self.send_response(200)
            self.end_headers()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hook", bodies
        server.shutdown()


def test_topics_filter_keep_their_order_and_post(deploy_app, local_cloud, posted):
    url, bodies = posted
    blocks = {**APP, "post": APP["post"] % url, "body": "filter: {body: {a: {b: [1]}}}"}
    outputs = deploy_app("name: news\n", {name: NOTE % (block, name, name) for name, block in blocks.items()})
    sns = local_cloud.client("sns")

    def publish(name, message, **more):
        attributes = {key: {"DataType": kind, "StringValue": value} for key, (kind, value) in more.pop("attributes", {}).items()}
        sns.publish(TopicArn=outputs[f"{name}TopicArn"], Message=message, MessageAttributes=attributes, **more)
    for kind, size in (("order", "9"), ("order", "1"), ("bill", "9")):
        publish("Attrs", f"{kind} {size}", attributes={"kind": ("String", kind), "size": ("Number", size)})
    for message in ('{"a": {"b": 1}}', '{"a": {"b": 2}}', "text"):
        publish("Body", message)
    for number in range(6):
        publish("Line", json.dumps({"number": number, "keep": number % 3 > 0}), MessageGroupId="g")
    with pytest.raises(sns.exceptions.ClientError, match="MessageGroupId"):
        publish("Line", "{}")
    publish("Post", "hello")

    def rows(name):
        found = local_cloud.client("dynamodb").query(
            TableName=outputs["NewsTableName"], KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": {"S": name}})
        return [item["body"]["S"] for item in found["Items"]]
    assert eventually(lambda: rows("line"), lambda found: len(found) >= 4) == [
        json.dumps({"number": number, "keep": True}) for number in (1, 2, 4, 5)]
    assert eventually(lambda: rows("attrs"), bool) == ["order 9"]
    assert eventually(lambda: rows("body"), bool) == ['{"a": {"b": 1}}']
    (kind, body), = eventually(lambda: list(bodies), bool)
    assert (kind, body["Message"], body["TopicArn"]) == ("Notification", "hello", outputs["PostTopicArn"])
    assert eventually(lambda: rows("post"), bool) == ["hello"]


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


FILTERED_APP = '''"""Notes the messages of a FIFO queue.

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
    return deploy_app("name: lanes\n", {"note": FILTERED_APP})


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
