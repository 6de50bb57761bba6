"""The queues of a deployed stage: of its lambdas, their dead-letter queues, and the failures queue."""
import email.utils
import json
import time
from collections.abc import Collection, Container, Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from aws import clients, stages
from aws.app import AppModel
from incidents import functions
from kit.problems import listed, problem
from kit.schema import nearest
from recipes import failures_queue, queue, topic

FAILURES = "failures"
DLQ = "-dlq"
AT_ONCE = 8  # queues that are asked in parallel
BATCH = 10  # messages of one request
HIDDEN_SECONDS = 120  # for which messages that a tool reads are hidden: it makes them visible again when it ends
WAIT_SECONDS = {clients.LOCAL: 0}  # of a long poll, which asks all of SQS's servers; elsewhere two
COUNTS = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed")
ALL = ["All"]


class Queue(NamedTuple):
    """A queue of the stage."""

    name: str  # "orders" of lambda orders, "orders-dlq", "failures", or the logical id of another one
    url: str
    target: str  # of a dead-letter queue: the URL of the queue that its messages failed in; else ""
    tries: int  # receives of a message before it moves to the dead-letter queue, or 0
    is_fifo: bool
    owner: str  # the lambda's name, or ""
    counts: tuple[int, int, int]  # visible messages, those in flight, delayed ones; approximate, a minute old


class StageQueues:
    """The queues of a stage by name, and their messages."""

    def __init__(self, app: AppModel, stage: str):
        self.sqs, self.wait = stages.client("sqs", app, stage), WAIT_SECONDS.get(stage, 2)
        self.queues = queues(app, stage, self.sqs)
        self._peeked: dict[str, list[dict]] = {}
        self._answered = 0.0

    def by_name(self, name: str, lambdas: Collection[str] = ()) -> Queue:
        """The queue with that name. Raises Problems. lambdas: other names that the caller would have accepted"""
        if name in self.queues:
            return self.queues[name]
        if not self.queues:
            raise problem("", 0, "the stage has no queue", "a lambda with `queue:` in its infra block has one")
        words, names = "lambda or queue" if lambdas else "queue", sorted({*lambdas, *self.queues})
        raise problem("", 0, f"no {words} is called {name!r}" if name else "which queue? write name=...",
                      nearest(name, names) or f"there are: {listed(names)}")

    def peeked(self, name: str) -> list[dict]:
        """The messages of a queue that has no dead-letter queue, read once; [] if there is no such queue."""
        if name not in self._peeked:
            self._peeked[name] = [*self.messages(self.queues[name])] if name in self.queues else []
        return self._peeked[name]

    def age(self, message: dict) -> float:
        """Seconds since a message was sent, by SQS's clock: that of this machine may be set otherwise.

        SQS's clock has whole seconds here, so a new message would have an age below 0.
        """
        return max(0.0, self.now() - int(message["Attributes"]["SentTimestamp"]) / 1000)

    def now(self) -> float:
        """The time of SQS's last answer, in seconds since the epoch."""
        return self._answered or time.time()

    def messages(self, queue_: Queue) -> Iterator[dict]:
        """Yields each visible message of a queue once; it stays in the queue."""
        for batch in self.batches(queue_):
            yield from batch

    def batches(self, queue_: Queue, deleted: Container[str] = ()) -> Generator[list[dict], None, None]:
        """Yields the visible messages of a queue, each once, ten at a time; then shows those not deleted again.

        deleted  message ids, to which the caller may add
        Each is hidden meanwhile, so that the next request returns others: SQS has no other way to read all. Of a FIFO
        group it returns no more than ten while those are hidden.
        """
        receipts: dict[str, str] = {}  # {message id: receipt handle}
        again = 0  # messages in a row that were read before: a long read outlasts the time for which they are hidden
        try:
            while True:
                response = self.sqs.receive_message(
                    QueueUrl=queue_.url, MaxNumberOfMessages=BATCH, VisibilityTimeout=HIDDEN_SECONDS,
                    AttributeNames=ALL, MessageAttributeNames=ALL, WaitTimeSeconds=self.wait)
                self._answered = answered_at(response)
                batch = response.get("Messages", [])
                fresh = [message for message in batch if message["MessageId"] not in receipts]
                receipts |= {message["MessageId"]: message["ReceiptHandle"] for message in batch}
                again = 0 if fresh else again + len(batch)
                if not batch or again > len(receipts):
                    return
                if fresh:
                    yield fresh
        finally:
            show_again(self.sqs, queue_.url, [receipt for id_, receipt in receipts.items() if id_ not in deleted])


def hidden(queues_: Iterable[Queue]) -> str:
    """What a person must know of messages that no request returned: "" or "; 30 of orders-dlq are hidden ...". """
    counts = [f"{queue_.counts[1]} of {queue_.name}" for queue_ in queues_ if queue_.counts[1]]
    text = f"; {', '.join(counts)} are hidden, by a reader or a killed command: try again in two minutes"
    return text if counts else ""


def queues(app: AppModel, stage: str, sqs) -> dict[str, Queue]:
    """{name: Queue} of a stage, in the order of names. Raises Problems if the stage is not deployed."""
    urls = {resource["LogicalResourceId"]: resource["PhysicalResourceId"]
            for resource in functions.resources(app, stage)
            if resource["ResourceType"] == "AWS::SQS::Queue" and resource.get("PhysicalResourceId")}
    names_ = {failures_queue.ID: (FAILURES, "", "")}
    for name in app["lambdas"]:
        for queue_id, dlq_id in (queue.ids(name), topic.queue_ids(name)):
            names_ |= {queue_id: (name, "", name), dlq_id: (name + DLQ, urls.get(queue_id, ""), name)}

    def described(item):
        (name, target, owner), url = names_.get(item[0], (item[0], "", "")), item[1]
        try:
            values = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["RedrivePolicy", *COUNTS])["Attributes"]
        except sqs.exceptions.QueueDoesNotExist:
            raise problem("", 0, f"the queue {name} is gone: {url}",
                          f"`make deploy full=1{stages.variable(stage)}` creates one that was deleted by hand again")
        tries = json.loads(values.get("RedrivePolicy", "{}")).get("maxReceiveCount", 0)
        visible, in_flight, delayed = (int(values[count]) for count in COUNTS)
        return Queue(name, url, target, int(tries), url.endswith(".fifo"), owner, (visible, in_flight, delayed))

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return {queue_.name: queue_ for queue_ in sorted(threads.map(described, urls.items()))}


def answered_at(response: dict) -> float:
    """The time of an answer of AWS by its header Date, in seconds since the epoch; 0 if it has none."""
    date = response.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date")
    return email.utils.parsedate_to_datetime(date).timestamp() if date else 0.0


def show_again(sqs, url: str, receipts: list[str]) -> None:
    """Makes messages visible at once; one whose timeout ended meanwhile is visible already."""
    for at in range(0, len(receipts), BATCH):
        sqs.change_message_visibility_batch(QueueUrl=url, Entries=[
            {"Id": str(number), "ReceiptHandle": receipt, "VisibilityTimeout": 0}
            for number, receipt in enumerate(receipts[at:at + BATCH])])


def delete(sqs, url: str, batch: list[dict]) -> list[dict]:
    """Deletes received messages, ten at most. -> those that SQS did not delete"""
    response = sqs.delete_message_batch(QueueUrl=url, Entries=[
        {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]} for number, message in enumerate(batch)])
    return [batch[int(entry["Id"])] for entry in response.get("Failed", [])]
