"""Streams of tables to functions: in order, a batch at a time, until it succeeds or is given up.

docs.aws.amazon.com/lambda/latest/dg/with-ddb.html and services-dynamodb-errors.html. The place in the
stream is kept on moto's mapping (local_position), so that an update of the mapping, or a snapshot of
moto's state, loses and repeats nothing.
"""
import json
import time

from moto.dynamodb.models import dynamodb_backends

from localcloud.events import batch_reply, destinations, record_filter, stream_records, targets
from localcloud.events.poller import NET, Poller, log
from localcloud.state import ACCOUNT, LOCK

MOST_WAIT = 10  # seconds between retries: AWS tells no number, and a person at work has no patience
KEPT = 86400  # a record leaves the stream after a day


class StreamPoller(Poller):
    """Follows the one shard that moto gives a table."""

    def poll(self, mapping):
        """Serves the next batch, once it is full or its window has passed."""
        if self.function(mapping) is None:
            return NET
        records, end = self._next(mapping)
        window = self.world.clock.real(mapping.max_batch_window or 0)
        until = time.monotonic() + window
        while records and len(records) < mapping.batch_size and time.monotonic() < until:
            self.woken.wait(until - time.monotonic())
            self.woken.clear()
            if self.closed or self.changed:
                return 0
            records, end = self._next(mapping)
        if records and not self._served(mapping, records):
            return 0
        if end is not None:
            mapping.local_position = end
        return 0 if records or end is not None else NET

    def _shard(self):
        """moto's shard of the stream, or None: no table, no stream, or another stream by now."""
        table = dynamodb_backends[ACCOUNT][self.region].tables.get(self.source.split("/")[1])
        label = self.source.split("/stream/")[-1]
        return table.stream_shard if table and table.latest_stream_label == label else None

    def _next(self, mapping):
        """Up to a batch of [(index, item, record)] that pass the filters, and the index after the last seen.

        That index is None where nothing new was seen.
        """
        with LOCK:
            shard = self._shard()
            items = [item.record for item in shard.items[mapping.local_position:]] if shard else []
        found, looked = [], 0
        for item in items:
            if len(found) >= mapping.batch_size:
                break
            made = stream_records.record(item, self.source, self.region)
            if record_filter.passes(mapping.filter_criteria, made):
                found.append((mapping.local_position + looked, item, made))
            looked += 1
        many = record_filter.fitting([made for _, _, made in found])
        end = mapping.local_position + looked if many == len(found) else found[many][0]
        return found[:many], end if looked else None

    def _served(self, mapping, records):
        """Whether all the records are served or given up; False if the mapping changed meanwhile."""
        work = [(records, 1)]
        while work:
            part, tries = work.pop()
            part = self._young_enough(mapping, part, tries)
            if not part:
                continue
            answer, done = self._call(mapping, part)
            if answer is None:
                return False
            if done:
                mapping.local_position = part[done - 1][0] + 1
            if done == len(part):
                continue
            more = self._again(mapping, part[done:], 1 if done else tries, answer)
            work += more
            retry = more[-1][1] if more else 1
            if retry > 1 and self.pause(min(2 ** (retry - 2), MOST_WAIT)) or not self._still_wanted():
                return False
        return True

    def _call(self, mapping, part):
        """Calls the function; returns its answer and how many records, from the first, it is done with.

        The answer is None if the function has vanished.
        """
        function = self.function(mapping)
        if function is None:
            return None, 0
        made = [one for _, _, one in part]
        answer = self.world.functions.invoke(function, json.dumps({"Records": made}).encode())
        if answer.error:
            log.warning("%s: a batch of %d failed: %s", self.thread.name, len(part),
                        answer.payload.decode("utf-8", "replace")[:500])
            return answer, 0
        if "ReportBatchItemFailures" not in (mapping.function_response_types or []):
            return answer, len(part)
        numbers = [one["dynamodb"]["SequenceNumber"] for one in made]
        failed = batch_reply.failed(answer.payload, numbers)
        return answer, min((numbers.index(one) for one in failed), default=len(part))

    def _again(self, mapping, rest, tries, answer):
        """What is left to do of a batch that failed: [(records, call number)], the next one last.

        Halving does not count as a retry; a batch that had all its retries goes to the failure destination.
        """
        if mapping.bisect_on_error and len(rest) > 1:
            half = len(rest) // 2
            return [(rest[half:], 1), (rest[:half], 1)]
        most = mapping.max_retry_attempts
        if most is None or most < 0 or tries <= most:
            return [(rest, tries + 1)]
        self._give_up(mapping, rest, answer, "RetryAttemptsExhausted", tries)
        return []

    def _young_enough(self, mapping, part, tries):
        """The records that are not yet too old; the others are given up."""
        most = mapping.max_record_age if (mapping.max_record_age or -1) > 0 else KEPT
        ages = [(time.time() - stream_records.created(item)) * self.world.clock.speed for _, item, _ in part]
        old = [one for one, age in zip(part, ages) if age > most]
        if old:
            self._give_up(mapping, old, None, "RecordAgeExceeded", tries - 1)
        return part[len(old):]

    def _give_up(self, mapping, part, answer, condition, tries):
        """Passes over the records, and tells the failure destination which they were."""
        mapping.local_position = part[-1][0] + 1
        arn = ((mapping.destination_config or {}).get("OnFailure") or {}).get("Destination")
        log.error("%s: %d records are given up (%s)", self.thread.name, len(part), condition)
        if not arn:
            return
        with LOCK:
            shard = self._shard()
        first, last = part[0][1], part[-1][1]
        batch = {
            "shard": shard.id if shard else "", "stream": self.source, "size": len(part),
            "first": first["dynamodb"]["SequenceNumber"], "last": last["dynamodb"]["SequenceNumber"],
            "began": stream_records.created(first), "ended": stream_records.created(last),
        }
        record = destinations.stream_record(mapping.function_arn, batch, answer, condition, tries,
                                            self.world.clock.now())
        try:
            targets.send(self.world, arn, json.dumps(record))
        except targets.Undeliverable as refused:
            log.error("%s: %s", self.thread.name, refused)

    def _still_wanted(self):
        """Whether the mapping is there and enabled."""
        mapping = self.mapping()
        return not self.closed and mapping is not None and mapping.enabled
