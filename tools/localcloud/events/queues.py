"""Queues to functions: batches, windows, concurrency, partial failures; what fails comes back by itself.

docs.aws.amazon.com/lambda/latest/dg/with-sqs.html. A failed message stays in flight until its
visibility timeout ends; the queue's own redrive then moves it to the dead-letter queue.
"""
import json
import threading
import time

from moto.core.utils import unix_time_millis
from moto.sqs.models import sqs_backends

from localcloud.events import arns, batch_reply, queue_records, record_filter
from localcloud.events.poller import NET, Poller, log
from localcloud.state import ACCOUNT, LOCK

CONCURRENCY = 5  # batches at once unless the mapping says otherwise: what AWS begins with


class QueuePoller(Poller):
    """Receives for one mapping; its batches run in the workers."""

    def __init__(self, world, mapping):
        super().__init__(world, mapping)
        self.batch, self.deadline = [], 0.0
        self.under_way, self.counting = 0, threading.Lock()

    def poll(self, mapping):
        """Starts a batch for whatever is visible, as long as a batch may start."""
        if self.function(mapping) is None:
            return NET
        while self.under_way < _concurrency(mapping):
            looked = unix_time_millis()
            self._receive(mapping)
            if not self.batch:
                return self._until_visible(looked)
            left = self.deadline - time.monotonic()
            if left > 0 and len(self.batch) < mapping.batch_size:
                return min(left, self._until_visible(looked))
            self._start(mapping)
        return NET

    def rest(self, mapping):
        """A mapping disabled while it filled a batch still serves that batch."""
        if self.batch:
            self._start(mapping)
        return NET

    def end(self):
        """Gives back what a deleted mapping had received but not served."""
        self._give_back([message.receipt_handle for message in self.batch])

    def _receive(self, mapping):
        with LOCK:
            backend = sqs_backends[ACCOUNT][self.region]
            queue = backend.queues.get(arns.last(self.source))
            wanted = mapping.batch_size - len(self.batch)
            if queue is None or wanted <= 0:
                return
            found = backend.receive_message(queue.name, wanted, 0, queue.visibility_timeout, ["All"])
        if found and not self.batch:
            window = mapping.max_batch_window or 0
            self.deadline = time.monotonic() + self.world.clock.real(window)
        self.batch += found

    def _start(self, mapping):
        batch, self.batch = self.batch, []
        with self.counting:
            self.under_way += 1
        self.world.clock.soon(self._serve, mapping, batch)

    def _serve(self, mapping, batch):
        """One call of the function with one batch, in a worker; what succeeded leaves the queue."""
        try:
            records = {message.receipt_handle: queue_records.record(message, self.source) for message in batch}
            wanted = {handle: record for handle, record in records.items()
                      if record_filter.passes(mapping.filter_criteria, record)}
            self._delete(records.keys() - wanted.keys())
            many = record_filter.fitting(list(wanted.values()))
            self._give_back(list(wanted)[many:])
            if wanted:
                self._delete(self._served(mapping, dict(list(wanted.items())[:many])))
        finally:
            with self.counting:
                self.under_way -= 1
            self.wake()

    def _served(self, mapping, records):
        """The receipt handles that the function is done with."""
        function = self.function(mapping)
        if function is None:
            return []
        answer = self.world.functions.invoke(function, json.dumps({"Records": list(records.values())}).encode())
        if answer.error:
            log.warning("%s: %d messages stay in the queue: %s", self.thread.name, len(records),
                        answer.payload.decode("utf-8", "replace")[:500])
            return []
        if "ReportBatchItemFailures" not in (mapping.function_response_types or []):
            return list(records)
        failed = batch_reply.failed(answer.payload, [record["messageId"] for record in records.values()])
        return [handle for handle, record in records.items() if record["messageId"] not in failed]

    def _queue(self):
        return sqs_backends[ACCOUNT][self.region].queues.get(arns.last(self.source))

    def _delete(self, handles):
        """Deletes in one pass: moto's own way looks through the whole queue for each message."""
        with LOCK:
            queue, handles = self._queue(), set(handles)
            if queue is None or not handles:
                return
            gone = {message for message in queue._messages if handles & set(message.all_receipt_handles)}
            queue._messages = [message for message in queue._messages if message not in gone]
            queue.pending_messages.difference_update(gone)

    def _give_back(self, handles):
        """Makes messages visible at once, as if they had not been received."""
        with LOCK:
            queue, handles = self._queue(), set(handles)
            for message in queue._messages if queue and handles else []:
                if message.receipt_handle in handles:
                    message.change_visibility(0)
                    message.approximate_receive_count -= 1
                    queue.pending_messages.discard(message)

    def _until_visible(self, looked):
        """Real seconds until the first message becomes visible that was delayed or in flight when we looked.

        A message that is visible and yet was not received waits for its FIFO group, which wakes us itself.
        """
        with LOCK:
            queue = self._queue()
            times = [max(message.visible_at, message.delayed_until) for message in (queue._messages if queue else [])]
        coming = [when for when in times if when >= looked]
        return max(0.001, (min(coming) - unix_time_millis()) / 1000 + 0.001) if coming else NET


def _concurrency(mapping):
    return (mapping.scaling_config or {}).get("MaximumConcurrency") or CONCURRENCY
