"""Sends failed messages again: each is sent, then deleted from its queue; the journal records which were sent.

Not StartMessageMoveTask: docs/decisions.md.
"""
import contextlib
from collections.abc import Callable
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from aws import clients, errors, stages
from aws.app import AppModel
from incidents import queues, stream_ranges
from incidents.deliveries import Delivery, Planner, Refused, ToFunction, ToQueue, ToStream
from incidents.journal import SENDING, SENT, Journal

# Seconds in which SQS drops a message of a FIFO queue that has the deduplication id of an earlier one; the local cloud
# compares only with messages that are still in the queue.
DEDUPLICATION = {clients.LOCAL: 0}
DEDUPLICATION_ON_AWS = 300
LARGEST_BATCH = 250_000  # bytes of the bodies of a SendMessageBatch


class Planned(NamedTuple):
    """A message of a queue, and where it goes."""

    message: dict[str, Any]
    delivery: Delivery


class Counts(NamedTuple):
    """The result of a replay."""

    sent: int = 0
    deleted: int = 0  # they had been sent by a replay that was killed
    left: int = 0


class Replay:
    """A run over one queue."""

    def __init__(self, app: AppModel, stage: str, stage_queues: queues.StageQueues, planner: Planner,
                 report: Callable[[str], None]):
        self.stage_queues, self.planner, self.report, self.stage = stage_queues, planner, report, stage
        self.sqs, self.journal = stage_queues.sqs, Journal(stage)
        self.functions = stages.client("lambda", app, stage)
        self.streams = stream_ranges.Streams(app, stage)
        self.sent, self.only_deleted, self.left = 0, 0, 0
        self.waiting_groups: set[str] = set()  # of a FIFO queue, with a message that stays: those after it stay too

    def run(self, queue: queues.Queue, is_chosen: Callable[[dict], bool]) -> Counts:
        """Sends the chosen messages of a queue, a batch at a time."""
        deleted: set[str] = set()
        with contextlib.closing(self.stage_queues.batches(queue, deleted)) as batches:
            for batch in batches:
                planned = [Planned(message, self.delivery(message, queue)) for message in batch if is_chosen(message)]
                earlier = [item.message for item in planned if self.journal.state(item.message["MessageId"]) == SENT]
                self.only_deleted += self.delete(queue, earlier, deleted)
                for part in send_batches([item for item in planned if item.message not in earlier]):
                    self.sent += self.delete(queue, self.send(part), deleted)
        return Counts(self.sent, self.only_deleted, self.left)

    def delivery(self, message: dict, queue: queues.Queue) -> Delivery:
        """Where a message is sent; refused while SQS would drop it as a duplicate of itself."""
        delivery = self.planner.delivery(message, queue)
        if isinstance(delivery, ToQueue) and "MessageDeduplicationId" in delivery.entry:
            wait = self.stage_queues.age(message)
            wait = DEDUPLICATION.get(self.stage, DEDUPLICATION_ON_AWS) - wait
            if wait > 0:
                return Refused(f"a FIFO queue drops it as a duplicate of itself for {wait:.0f} more seconds: replay it "
                               f"later")
        return delivery

    def delete(self, queue: queues.Queue, batch: list[dict], deleted: set[str]) -> int:
        """Deletes messages that were sent from the queue. -> their number"""
        if not batch:
            return 0
        failed = {message["MessageId"] for message in queues.delete(self.sqs, queue.url, batch)}
        done = {message["MessageId"] for message in batch} - failed
        for id_ in failed:
            self.report(f"{id_} was sent, and is not deleted yet: the next replay only deletes it")
        deleted |= done
        self.journal.forget(done)
        return len(done)

    def send(self, part: list[Planned]) -> list[dict]:
        """Sends messages that go to the same place together. -> those that were sent"""
        waiting = [item for item in part if group(item) in self.waiting_groups]
        self.leave(waiting, "a message before it in its group stays")
        part = [item for item in part if item not in waiting]
        if not part:
            return []
        delivery, ids = part[0].delivery, [item.message["MessageId"] for item in part]
        if isinstance(delivery, Refused):
            return self.leave(part, delivery.reason)
        for id_ in ids:
            if self.journal.state(id_) == SENDING:
                self.report(f"{id_} may arrive twice: a replay ended while it sent the message")
        after = self.journal.after(ids[0])
        self.journal.mark(ids, SENDING, after)
        try:
            failed = self.transmit(part, after)
        except (stream_ranges.Failed, ClientError) as error:
            if not is_uncertain(error):
                self.journal.stop(ids)
            if isinstance(error, ClientError) and errors.refuses_all(error):
                raise
            return self.leave(part, str(error))
        sent = [item for item in part if item.message["MessageId"] not in failed]
        self.journal.mark([item.message["MessageId"] for item in sent], SENT)
        for item in part:
            if item not in sent:
                self.journal.forget([item.message["MessageId"]])
                self.leave([item], failed[item.message["MessageId"]])
        return [item.message for item in sent]

    def transmit(self, part: list[Planned], after: str) -> dict[str, str]:
        """Calls AWS. -> {message id: why it was not sent}"""
        delivery, id_ = part[0].delivery, part[0].message["MessageId"]
        if isinstance(delivery, ToFunction):
            self.functions.invoke(FunctionName=delivery.function, InvocationType="Event",
                                  Payload=delivery.payload.encode())
            return {}
        if isinstance(delivery, ToStream):
            for served in self.streams.send(delivery.function, delivery.batch, after):
                self.journal.mark([id_], SENDING, served)
            return {}
        entries = [{"Id": str(number), **item.delivery.entry} for number, item in enumerate(part)
                   if isinstance(item.delivery, ToQueue)]
        assert isinstance(delivery, ToQueue)
        response = self.sqs.send_message_batch(QueueUrl=delivery.url, Entries=entries)
        return {part[int(entry["Id"])].message["MessageId"]: entry.get("Message") or entry["Code"]
                for entry in response.get("Failed", [])}

    def leave(self, part: list[Planned], reason: str) -> list[dict]:
        """Report messages that stay in their queue. -> []"""
        self.left += len(part)
        self.waiting_groups |= {group(item) for item in part} - {""}
        for item in part:
            self.report(f"{item.message['MessageId']} stays: {reason}")
        return []


def group(planned: Planned) -> str:
    """The message group of a message of a FIFO queue, "" of another."""
    attributes = planned.message.get("Attributes", {})
    return attributes.get("MessageGroupId", "") if "SequenceNumber" in attributes else ""


def is_uncertain(error: Exception) -> bool:
    """Whether AWS may have done what failed: an error inside AWS, unlike a refusal."""
    return isinstance(error, ClientError) and error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= 500


def send_batches(planned: list[Planned]) -> list[list[Planned]]:
    """Messages in lists that one call sends, in their order: messages for the same queue together, of a FIFO group one,
    as SQS may refuse some of a batch and take those after them."""
    batches: list[list[Planned]] = []
    size, url = 0, None
    groups: set[str] = set()
    for item in planned:
        length = len(item.message["Body"].encode())
        own_url = item.delivery.url if isinstance(item.delivery, ToQueue) else None
        if not batches or own_url is None or own_url != url or size + length > LARGEST_BATCH or group(item) in groups:
            batches.append([])
            size, groups = 0, set()
        batches[-1].append(item)
        groups |= {group(item)} - {""}
        size, url = size + length, own_url
    return batches
