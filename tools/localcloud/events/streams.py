"""Streams to functions, of tables here and of Kinesis in kinesis_streams.py: in order, a batch at a time, until it
succeeds or is discarded.

docs.aws.amazon.com/lambda/latest/dg/with-ddb.html and services-dynamodb-errors.html. The position in
the stream is stored in moto's mapping (local_position), so that an update of the mapping, or a snapshot of
moto's state, loses and repeats no record.
"""
import json
import time

from moto.dynamodb.models import dynamodb_backends

from aws import arns
from localcloud.events import batch_reply, destinations, inputs, record_filter, stream_records, targets
from localcloud.events.poller import POLL_INTERVAL, Poller, log
from localcloud.moto import metrics
from localcloud.moto.state import ACCOUNT, LOCK

MAX_WAIT = 10  # seconds between retries: AWS documents no number; developers should not wait long
RECORD_LIFETIME = 86400  # seconds: the stream drops a record after a day


class StreamPoller(Poller):
    """Reads the one shard that moto has for a table.

    A subclass for another stream has its own position(), move(), shard_items(), record(), number(), created() and
    lifetime().
    """

    def poll(self, mapping):
        """Serves the next batch when it is full or its window has passed. -> real seconds until the next poll"""
        if not self.may_poll(mapping):
            return POLL_INTERVAL
        records, end = self._next_records(mapping)
        window = self.world.clock.real(mapping.max_batch_window or 0)
        until = time.monotonic() + window
        while records and len(records) < mapping.batch_size and time.monotonic() < until:
            self.woken.wait(until - time.monotonic())
            self.woken.clear()
            if self.closed or self.changed:
                return 0
            records, end = self._next_records(mapping)
        if records and not self._serve(mapping, records):
            return 0
        if end is not None:
            self.move(mapping, end)
        return 0 if records or end is not None else POLL_INTERVAL

    def position(self, mapping):
        """The index in the shard of the next record to read."""
        return mapping.local_position

    def move(self, mapping, index):
        """Sets the index in the shard of the next record to read."""
        mapping.local_position = index

    def shard_items(self, mapping):
        """moto's records from the position on. Under LOCK."""
        shard = self._shard()
        return [item.record for item in shard.items[mapping.local_position:]] if shard else []

    def shard_id(self):
        """The id of the shard, or "". Under LOCK."""
        shard = self._shard()
        return shard.id if shard else ""

    def record(self, mapping, item):
        """The record that a function gets of moto's."""
        return stream_records.record(item, self.source, self.region)

    def number(self, record):
        """The sequence number of a record that a function gets."""
        return record["dynamodb"]["SequenceNumber"]

    def created(self, item):
        """The time of one of moto's records, in epoch seconds."""
        return stream_records.created(item)

    def lifetime(self):
        """Seconds after which the stream drops a record."""
        return RECORD_LIFETIME

    def _shard(self):
        """moto's shard of the stream, or None: no table, no stream, or another stream meanwhile."""
        table = dynamodb_backends[ACCOUNT][self.region].tables.get(self.source.split("/")[1])
        label = self.source.split("/stream/")[-1]
        return table.stream_shard if table and table.latest_stream_label == label else None

    def _next_records(self, mapping):
        """Up to a batch of [(index, item, record)] that match the filters, and the index after the last one read.

        That index is None if there was no new record.
        """
        with LOCK:
            items = self.shard_items(mapping)
        start = self.position(mapping)
        matching, seen = [], 0
        for item in items:
            if len(matching) >= mapping.batch_size:
                break
            record = self.record(mapping, item)
            if record_filter.passes(mapping.filter_criteria, record):
                matching.append((start + seen, item, record))
            seen += 1
        count = record_filter.fitting([record for _, _, record in matching])
        end = start + seen if count == len(matching) else matching[count][0]
        return matching[:count], end if seen else None

    def _serve(self, mapping, records):
        """Whether all the records are served or discarded; False if the mapping changed meanwhile."""
        work = [(records, 1)]
        while work:
            part, tries = work.pop()
            part = self._without_old(mapping, part, tries)
            if not part:
                continue
            response, done = self._call(mapping, part)
            if response is None:
                return False
            if done:
                self.move(mapping, part[done - 1][0] + 1)
            if done == len(part):
                continue
            more = self._next_tries(mapping, part[done:], 1 if done else tries, response)
            work += more
            retry = more[-1][1] if more else 1
            if retry > 1 and self.pause(min(2 ** (retry - 2), MAX_WAIT)) or not self._still_enabled():
                return False
        return True

    def _call(self, mapping, part):
        """Invokes the function; returns its response and how many records, from the first, it has served.

        The response is None if the function no longer exists.
        """
        function = self.function(mapping)
        if function is None:
            return None, 0
        records = [record for _, _, record in part]
        age = 1000 * self.world.clock.speed * (time.time() - self.created(part[0][1]))
        metrics.record(self.region, "AWS/Lambda", {"IteratorAge": age}, {"FunctionName": function.function_name})
        response = self.world.functions.invoke(function, json.dumps({"Records": records}).encode())
        mapping.local_result = "PROBLEM: Function call failed" if response.error else "OK"
        if response.error:
            log.warning("%s: a batch of %d failed: %s", self.thread.name, len(part),
                        response.payload.decode("utf-8", "replace")[:500])
            return response, 0
        if "ReportBatchItemFailures" not in (mapping.function_response_types or []):
            return response, len(part)
        numbers = [self.number(record) for record in records]
        failed = batch_reply.failed(response.payload, numbers)
        return response, min(map(numbers.index, failed), default=len(part))

    def _next_tries(self, mapping, remaining, tries, response):
        """The next invocations after a failed batch: [(records, invocation number)], the next one last.

        Bisecting does not count as a retry; a batch without retries left goes to the failure destination.
        """
        if mapping.bisect_on_error and len(remaining) > 1:
            half = len(remaining) // 2
            return [(remaining[half:], 1), (remaining[:half], 1)]
        limit = mapping.max_retry_attempts
        if limit is None or limit < 0 or tries <= limit:
            return [(remaining, tries + 1)]
        self._discard(mapping, remaining, response, "RetryAttemptsExhausted", tries)
        return []

    def _without_old(self, mapping, part, tries):
        """The records that are not too old; the others are discarded."""
        limit = mapping.max_record_age if (mapping.max_record_age or -1) > 0 else self.lifetime()
        ages = [(time.time() - self.created(item)) * self.world.clock.speed for _, item, _ in part]
        old = [entry for entry, age in zip(part, ages) if age > limit]
        if old:
            self._discard(mapping, old, None, "RecordAgeExceeded", tries - 1)
        return part[len(old):]

    def _discard(self, mapping, part, response, condition, tries):
        """Skips the records, and sends their sequence numbers to the failure destination."""
        self.move(mapping, part[-1][0] + 1)
        arn = ((mapping.destination_config or {}).get("OnFailure") or {}).get("Destination")
        log.error("%s: %d records are discarded (%s)", self.thread.name, len(part), condition)
        if not arn:
            return
        with LOCK:
            shard_id = self.shard_id()
        (_, first, first_record), (_, last, last_record) = part[0], part[-1]
        batch = {
            "shard": shard_id, "stream": self.source, "size": len(part),
            "first": self.number(first_record), "last": self.number(last_record),
            "began": self.created(first), "ended": self.created(last),
        }
        now = self.world.clock.now()
        record = destinations.stream_record(mapping.function_arn, batch, response, condition, tries, now)
        if arns.service(arn) == "s3":  # the only destination that gets the records themselves
            record["payload"] = inputs.compact({"Records": [record_ for _, _, record_ in part]})
        key = destinations.object_key(f"{self.uuid}/{batch['shard']}", now)
        targets.send_or_log(self.world, arn, inputs.compact(record), self.thread.name, key=key,
                            function=self.function(mapping))

    def _still_enabled(self):
        """Whether the mapping exists and is enabled."""
        mapping = self.mapping()
        return not self.closed and mapping is not None and mapping.enabled
