"""Queues to functions: batches, windows, concurrency, partial failures; what fails comes back by itself.

docs.aws.amazon.com/lambda/latest/dg/with-sqs.html. A failed message stays in flight until its
visibility timeout ends; the queue's own redrive then moves it to the dead-letter queue.
"""
import json
import threading
import time

from moto.core.utils import unix_time_millis
from moto.sqs.models import sqs_backends

from localcloud.events import arns, batch_reply, in_flight, queue_records, record_filter
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
            left = self.deadline - time.monotonic() if self.batch else NET
            if not self.batch or left > 0 and len(self.batch) < mapping.batch_size:
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
        self._settle(in_flight.give_back, self.batch)

    def _queue(self):
        """moto's queue, or None. Under LOCK."""
        return sqs_backends[ACCOUNT][self.region].queues.get(arns.last(self.source))

    def _receive(self, mapping):
        """Adds what is visible to the batch; the first message starts the window."""
        with LOCK:
            queue, wanted = self._queue(), mapping.batch_size - len(self.batch)
            found = in_flight.take(queue, wanted) if queue and wanted > 0 else []
        if found and not self.batch:
            self.deadline = time.monotonic() + self.world.clock.real(mapping.max_batch_window or 0)
        self.batch += found

    def _until_visible(self, looked):
        """Real seconds until a message comes back or its delay ends."""
        with LOCK:
            queue = self._queue()
            coming = in_flight.next_visible(queue, looked) if queue else None
        return NET if coming is None else max(0.001, (coming - unix_time_millis()) / 1000 + 0.001)

    def _start(self, mapping):
        """Hands the batch to a worker and begins a new one."""
        batch, self.batch = self.batch, []
        with self.counting:
            self.under_way += 1
        self.world.clock.soon(self._serve, mapping, batch)

    def _serve(self, mapping, batch):
        """One call of the function with one batch, in a worker; what succeeded leaves the queue."""
        try:
            made = {message.id: queue_records.record(message, self.source) for message in batch}
            criteria = mapping.filter_criteria
            passed = [message for message in batch if record_filter.passes(criteria, made[message.id])]
            many = record_filter.fitting([made[message.id] for message in passed])
            carried = {message.id for message in passed[:many]}
            done = self._served(mapping, [made[one] for one in made if one in carried]) if carried else set()
            kept = {message.id for message in passed} - done
            self._settle(in_flight.delete, [message for message in batch if message.id not in kept])
            self._settle(in_flight.hide, [message for message in passed[:many] if message.id in kept])
            self._settle(in_flight.give_back, passed[many:])
        finally:
            with self.counting:
                self.under_way -= 1
            self.wake()

    def _served(self, mapping, records):
        """The ids of the messages that the function is done with."""
        function = self.function(mapping)
        if function is None:
            return set()
        answer = self.world.functions.invoke(function, json.dumps({"Records": records}).encode())
        if answer.error:
            log.warning("%s: %d messages stay in the queue: %s", self.thread.name, len(records),
                        answer.payload.decode("utf-8", "replace")[:500])
            return set()
        identifiers = {record["messageId"] for record in records}
        if "ReportBatchItemFailures" not in (mapping.function_response_types or []):
            return identifiers
        return identifiers - batch_reply.failed(answer.payload, identifiers)

    def _settle(self, settle, messages):
        """delete, hide or give_back of in_flight."""
        with LOCK:
            queue = self._queue()
            if queue:
                settle(queue, messages)


def _concurrency(mapping):
    """How many batches may run at once."""
    return (mapping.scaling_config or {}).get("MaximumConcurrency") or CONCURRENCY
