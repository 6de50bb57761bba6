"""The small function behind timers below a minute: the calls of a minute, each at its second."""
import json

import pytest

from recipes.code import ticker
from tests.fixtures.cases import cases

ORDER = {"function": "demo-dev-hello", "seconds": 20, "body": {"a": 1}}


class Queue:
    """Stands for boto3's SQS client."""

    def __init__(self, failed=()):
        self.failed, self.sent = failed, []

    def send_message_batch(self, QueueUrl, Entries):
        assert QueueUrl == "url" and 1 <= len(Entries) <= 10
        self.sent += Entries
        return {"Successful": [], **({"Failed": list(self.failed)} if self.failed else {})}


class Lambda:
    """Stands for boto3's Lambda client; it knows no function called `gone`."""

    def __init__(self):
        self.called = []

    def invoke(self, FunctionName, InvocationType, Payload):
        if FunctionName == "gone":
            raise LookupError("no such function")
        self.called.append((FunctionName, InvocationType, json.loads(Payload)))


@cases("seconds, delays", [(30, [0, 30]), (20, [0, 20, 40]), (10, [0, 10, 20, 30, 40, 50]), (1, list(range(60)))])
def test_a_minute_has_a_call_for_each_of_its_parts(seconds, delays):
    queue = Queue()
    ticker.plan({**ORDER, "seconds": seconds}, queue, "url")
    assert [entry["DelaySeconds"] for entry in queue.sent] == delays
    assert len({entry["Id"] for entry in queue.sent}) == len(delays)


def test_a_message_is_the_whole_order():
    queue = Queue()
    ticker.plan(ORDER, queue, "url")
    assert {entry["MessageBody"] for entry in queue.sent} == {json.dumps(ORDER)}


def test_a_message_that_the_queue_refuses_fails_the_call_so_that_it_is_tried_again():
    with pytest.raises(RuntimeError, match="not queued"):
        ticker.plan(ORDER, Queue(failed=[{"Id": "0", "Code": "Throttled"}]), "url")


def test_a_call_is_not_waited_for():
    client = Lambda()
    records = [{"messageId": "1", "body": json.dumps(ORDER)}]
    assert ticker.deliver(records, client) == {"batchItemFailures": []}
    assert client.called == [("demo-dev-hello", "Event", {"a": 1})]


def test_a_call_that_fails_comes_back_and_the_others_are_made():
    client = Lambda()
    records = [{"messageId": "1", "body": json.dumps({**ORDER, "function": "gone"})},
               {"messageId": "2", "body": json.dumps(ORDER)}]
    assert ticker.deliver(records, client) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert [name for name, _type, _body in client.called] == ["demo-dev-hello"]


def test_the_handler_distinguishes_an_order_from_messages(monkeypatch):
    queue, client = Queue(), Lambda()
    monkeypatch.setattr(ticker.boto3, "client", {"sqs": queue, "lambda": client}.get)
    monkeypatch.setenv("QUEUE_URL", "url")
    ticker.handler(ORDER, None)
    assert (len(queue.sent), client.called) == (3, [])
    ticker.handler({"Records": [{"messageId": "1", "body": json.dumps(ORDER)}]}, None)
    assert (len(queue.sent), len(client.called)) == (3, 1)
