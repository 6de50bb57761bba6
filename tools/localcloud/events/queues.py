"""Queues to functions: batches, windows, concurrency, partial failures; failed messages return by themselves.

docs.aws.amazon.com/lambda/latest/dg/with-sqs.html. A failed message stays in flight until its
visibility timeout ends; the queue's own redrive then moves it to the dead-letter queue.
"""
import json
import threading
import time

from moto.core.utils import unix_time_millis
from moto.sqs.models import sqs_backends

from aws import arns
from localcloud import tracing
from localcloud.events import batch_reply, in_flight, queue_records, record_filter
from localcloud.events.poller import POLL_INTERVAL, Poller, log
from localcloud.functions import recursion
from localcloud.moto.state import ACCOUNT, LOCK

CONCURRENCY = 5  # concurrent batches without MaximumConcurrency: AWS's initial number


class QueuePoller(Poller):
    """Receives messages for one mapping; its batches run in the workers."""

    def __init__(self, world, mapping):
        super().__init__(world, mapping)
        self.batch, self.deadline = [], 0.0
        self.under_way, self.counting = 0, threading.Lock()

    def poll(self, mapping):
        """Starts batches of visible messages, up to the mapping's concurrency. -> real seconds until the next poll"""
        if not self.may_poll(mapping):
            return POLL_INTERVAL
        concurrency = (mapping.scaling_config or {}).get("MaximumConcurrency") or CONCURRENCY
        while self.under_way < concurrency:
            checked_at = unix_time_millis()
            self._receive(mapping)
            remaining = self.deadline - time.monotonic() if self.batch else POLL_INTERVAL
            if not self.batch or remaining > 0 and len(self.batch) < mapping.batch_size:
                return min(remaining, self._until_visible(checked_at))
            self._start(mapping)
        return POLL_INTERVAL

    def poll_disabled(self, mapping):
        """Serves the batch that was begun before the mapping was disabled. -> real seconds until the next poll"""
        if self.batch:
            self._start(mapping)
        return POLL_INTERVAL

    def end(self):
        """Returns messages to the queue that a deleted mapping had received but not served."""
        self._apply(in_flight.return_to_queue, self.batch)

    def _queue(self):
        """moto's queue, or None. Under LOCK."""
        return sqs_backends[ACCOUNT][self.region].queues.get(arns.last(self.source))

    def _receive(self, mapping):
        """Adds visible messages to the batch; the first message starts the window."""
        with LOCK:
            queue, capacity = self._queue(), mapping.batch_size - len(self.batch)
            messages = in_flight.take(queue, capacity) if queue and capacity > 0 else []
        if messages and not self.batch:
            self.deadline = time.monotonic() + self.world.clock.real(mapping.max_batch_window or 0)
        self.batch += messages

    def _until_visible(self, checked_at):
        """Real seconds until a message is visible again or its delay ends."""
        with LOCK:
            queue = self._queue()
            next_visible = in_flight.next_visible(queue, checked_at) if queue else None
        return POLL_INTERVAL if next_visible is None else max(0.001, (next_visible - unix_time_millis()) / 1000 + 0.001)

    def _start(self, mapping):
        """Passes the batch to a worker and begins a new one."""
        batch, self.batch = self.batch, []
        with self.counting:
            self.under_way += 1
        self.world.clock.soon(self._serve, mapping, batch)

    def _serve(self, mapping, batch):
        """Invokes the function with one batch, in a worker; deletes the served messages from the queue."""
        try:
            records = {message.id: queue_records.record(message, self.source) for message in batch}
            criteria = mapping.filter_criteria
            passed = [message for message in batch if record_filter.passes(criteria, records[message.id])]
            count = record_filter.fitting([records[message.id] for message in passed])
            sent_ids = {message.id for message in passed[:count]}
            to_send = [record for id_, record in records.items() if id_ in sent_ids]
            done = self._served_ids(mapping, to_send) if to_send else set()
            unserved = {message.id for message in passed} - done
            self._apply(in_flight.delete, [message for message in batch if message.id not in unserved])
            self._apply(in_flight.hide, [message for message in passed[:count] if message.id in unserved])
            self._apply(in_flight.return_to_queue, passed[count:])
        finally:
            with self.counting:
                self.under_way -= 1
            self.wake()

    def _served_ids(self, mapping, records):
        """The ids of the messages that the function has served."""
        function = self.function(mapping)
        if function is None:
            return set()
        headers = [record["attributes"].get("AWSTraceHeader", "") for record in records]
        with tracing.carried(tracing.Trace(tracing.lineage_part(tracing.lineage(*headers)))):
            if recursion.ends(self.world.functions, function):
                return set()
            response = self.world.functions.invoke(function, json.dumps({"Records": records}).encode())
        if response.error:
            log.warning("%s: %d messages stay in the queue: %s", self.thread.name, len(records),
                        response.payload.decode("utf-8", "replace")[:500])
            return set()
        identifiers = {record["messageId"] for record in records}
        if "ReportBatchItemFailures" not in (mapping.function_response_types or []):
            return identifiers
        return identifiers - batch_reply.failed(response.payload, identifiers)

    def _apply(self, operation, messages):
        """Applies delete, hide or return_to_queue of in_flight to messages of the queue."""
        with LOCK:
            queue = self._queue()
            if queue:
                operation(queue, messages)
