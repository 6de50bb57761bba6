"""A replay of a FIFO queue on AWS: what SQS would drop as a duplicate stays, and so does what follows in its group."""
import json
from pathlib import Path

import pytest

from aws import stages
from incidents import deliveries, replaying
from incidents.queues import Queue

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
