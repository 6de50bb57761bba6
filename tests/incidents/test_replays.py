"""Replays of FIFO queues and of ranges of a stream, and their journal."""
import json
from pathlib import Path

import pytest

from aws import stages
from incidents import deliveries, replaying
from incidents.functions import Function
from incidents.journal import Journal, alone
from incidents.queues import FAILURES, Queue
from incidents.stream_ranges import Failed
from kit.problems import Problems
from tests.fixtures.cases import cases
from tests.fixtures.written_files import write_files

DEAD = Queue("orders-dlq", "https://sqs/1/orders-dlq.fifo", "https://sqs/1/orders.fifo", 0, True, "orders", (0, 0, 0))


class Sqs:
    """SQS that refuses some bodies, and records what it gets."""

    def __init__(self, refused=()):
        self.refused, self.sent, self.deleted = refused, [], []

    def send_message_batch(self, QueueUrl, Entries):
        self.sent += [(QueueUrl, entry["MessageBody"], entry["MessageGroupId"], entry["MessageDeduplicationId"])
                      for entry in Entries if entry["MessageBody"] not in self.refused]
        return {"Failed": [{"Id": entry["Id"], "Code": "InternalError"} for entry in Entries if entry["MessageBody"] in self.refused]}

    def delete_message_batch(self, QueueUrl, Entries):
        self.deleted += [entry["ReceiptHandle"] for entry in Entries]
        return {}


class StageQueues:
    """Queues with these messages: [(body, group, seconds since it was sent)]."""

    queues: dict = {}

    def __init__(self, sqs, *messages):
        self.sqs, self.ages = sqs, {body: age for body, _group, age in messages}
        self.batch = [{"MessageId": f"id-{body}", "ReceiptHandle": body, "Body": body, "MessageAttributes": {}, "Attributes": {
            "MessageGroupId": group, "MessageDeduplicationId": f"d{body}", "SequenceNumber": "1"}} for body, group, _age in messages]

    def age(self, message):
        return self.ages[message["Body"]]

    def batches(self, _queue, _deleted):
        yield self.batch


@pytest.fixture
def run(own_folder, monkeypatch):
    """run(StageQueues) -> (Counts, reports)"""
    monkeypatch.setattr(stages, "client", lambda *_args, **_settings: None)

    def of(stage_queues):
        reports = []
        planner = deliveries.Planner({}, "dev", stage_queues, [])
        replay = replaying.Replay({}, "dev", stage_queues, planner, reports.append)
        return replay.run(DEAD, lambda message: True), reports
    return of


def test_a_young_message_stays_with_those_after_it_in_its_group(run):
    sqs = Sqs()
    counts, reports = run(StageQueues(sqs, ("a", "g", 290), ("b", "g", 400), ("c", "h", 301)))
    assert counts == (1, 0, 2) and sqs.sent == [(DEAD.target, "c", "h", "dc")] and sqs.deleted == ["c"]
    assert reports == ["id-a stays: a FIFO queue drops it as a duplicate of itself for 10 more seconds: replay it later",
                       "id-b stays: a message before it in its group stays"]


def test_a_message_that_sqs_refuses_is_not_marked_as_sent(run):
    sqs = Sqs(["a"])
    counts, reports = run(StageQueues(sqs, ("a", "g", 400), ("b", "g", 400), ("c", "h", 400)))
    assert counts == (1, 0, 2) and sqs.deleted == ["c"]
    assert reports == ["id-a stays: InternalError", "id-b stays: a message before it in its group stays"]
    assert json.loads(Path("build/dev/replays.json").read_text()) == {}


QUEUE = Queue(FAILURES, "https://sqs/1/failures", "", 0, False, "", (1, 0, 0))
MESSAGE = {"MessageId": "id-1", "ReceiptHandle": "1", "Attributes": {}, "Body": json.dumps({
    "requestContext": {"functionArn": "arn:aws:lambda:eu-west-1:1:function:a-dev-streamed"}, "DDBStreamBatchInfo": {"shardId": "1"}})}
TWICE = "id-1 may arrive twice: a replay ended while it sent the message"


class Killed(BaseException):
    """The process ended."""


class StreamQueues:
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
        planner = deliveries.Planner({}, "dev", StreamQueues, [Function("streamed", "a-dev-streamed", "", True)])
        one = replaying.Replay({}, "dev", StreamQueues, planner, reports.append)
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


@cases("text", ["", '{"a":', "[]", "5", '{"a": 1}', '{"a": {}}', '{"a": {"at": "soon"}}', '{"a": {"at": null}}', "\0"])
def test_another_file_is_a_mistake_whose_hint_names_what_is_lost(text, own_folder):
    write_files({"build/local/replays.json": text})
    with pytest.raises(Problems, match="replays.json: is not what a replay has written\n  hint: `rm .* may arrive twice"):
        Journal("local")


def test_one_replay_of_a_stage_runs_at_a_time(own_folder):
    refusal = pytest.raises(Problems, match="another `make replay` of stage local runs\n  hint: run it again")
    with alone("local"), alone("dev"), refusal, alone("local"):
        pass
    with alone("local"):
        pass
