"""A replay of a stream's range that ends between two of its batches: the next one goes on, and says what may arrive twice."""
import json

import pytest

from aws import stages
from incidents import deliveries, replaying
from incidents.functions import Function
from incidents.queues import FAILURES, Queue
from incidents.stream_ranges import Failed

QUEUE = Queue(FAILURES, "https://sqs/1/failures", "", 0, False, "", (1, 0, 0))
MESSAGE = {"MessageId": "id-1", "ReceiptHandle": "1", "Attributes": {}, "Body": json.dumps({
    "requestContext": {"functionArn": "arn:aws:lambda:eu-west-1:1:function:a-dev-streamed"}, "DDBStreamBatchInfo": {"shardId": "1"}})}
TWICE = "id-1 may arrive twice: a replay ended while it sent the message"


class Killed(BaseException):
    """The process ended."""


class StageQueues:
    """The queue with the message."""

    queues: dict = {}

    class sqs:
        @staticmethod
        def delete_message_batch(**_request):
            return {}

    @staticmethod
    def batches(_queue, _deleted):
        yield [MESSAGE]


@pytest.fixture
def replay(own_folder, monkeypatch):
    """replay("4", Failed("no"), ...) -> (what it reported, the number after which it began): the batches of the range end
    at these sequence numbers, or with this error."""
    monkeypatch.setattr(stages, "client", lambda *_args, **_settings: None)

    def run(*batches):
        reports, began = [], []

        def send(_function, _batch, after):
            began.append(after)
            for batch in batches:
                if isinstance(batch, BaseException):
                    raise batch
                yield batch
        planner = deliveries.Planner({}, "dev", StageQueues, [Function("streamed", "a-dev-streamed", "", True)])
        one = replaying.Replay({}, "dev", StageQueues, planner, reports.append)
        one.streams = type("Streams", (), {"send": staticmethod(send)})
        try:
            one.run(QUEUE, lambda message: True)
        except Killed:
            reports.append("killed")
        return reports, *began
    return run


def test_the_batch_during_which_a_replay_was_killed_may_arrive_twice(replay):
    assert replay("4", Killed()) == (["killed"], "")
    assert replay("8", Killed()) == ([TWICE, "killed"], "4")
    assert replay("9") == ([TWICE], "8")


def test_a_batch_that_failed_is_sent_again_and_arrives_as_often_as_it_should(replay):
    assert replay("4", Failed("it failed again")) == (["id-1 stays: it failed again"], "")
    assert replay(Failed("it failed again")) == (["id-1 stays: it failed again"], "4")
    assert replay("9") == ([], "4")
