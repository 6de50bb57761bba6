"""Kinesis streams to functions: each shard in order, as in services-kinesis-create.html; and corrections of moto's
shards.

A mapping's positions are in moto's mapping (local_positions), by shard, as that of a table's stream.
"""
import base64
import math

from moto.core.exceptions import JsonRESTError
from moto.kinesis.exceptions import InvalidArgumentError, StreamCannotBeUpdatedError
from moto.kinesis.models import Shard, kinesis_backends

from aws import arns
from localcloud.events.poller import POLL_INTERVAL, Poller
from localcloud.events.streams import StreamPoller
from localcloud.moto.state import ACCOUNT, LOCK

LONGEST_KEY, LARGEST_RECORD = 256, 1024 * 1024  # characters; bytes of data and key, as MaxRecordSizeInKiB is 1024
# docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html: bytes of data and keys of a request, and records
LARGEST_REQUEST, MOST_RECORDS = 10 * 1024 * 1024, 500


def start_positions(mapping, stream):
    """{shard id: index of the first record that a new mapping reads}. A shard that is added later is read whole."""
    if mapping.starting_position == "TRIM_HORIZON":
        return {}
    since = float(mapping.starting_position_timestamp) if mapping.starting_position == "AT_TIMESTAMP" else math.inf
    return {id_: sum(record.created_at < since for record in shard.records.values())
            for id_, shard in stream.shards.items()}


class KinesisPoller(Poller):
    """Starts a poller for each shard of a stream, also for those that are added."""

    def __init__(self, world, mapping):
        super().__init__(world, mapping)
        self.shards = {}

    def poll(self, mapping):
        """Starts the pollers of new shards. -> real seconds until the next poll"""
        with LOCK:
            stream = kinesis_backends[ACCOUNT][self.region].streams.get(arns.last(self.source))
            ids = list(stream.shards) if stream else []
        for id_ in ids:
            if id_ not in self.shards:
                self.shards[id_] = ShardPoller(self.world, mapping, id_)
                self.shards[id_].start()
        return POLL_INTERVAL

    def wake(self, changed=False):
        """Wakes the shards' pollers too."""
        for poller in list(self.shards.values()):
            poller.wake(changed)
        super().wake(changed)

    def close(self):
        """Closes the shards' pollers too."""
        for poller in list(self.shards.values()):
            poller.close()
        super().close()


class ShardPoller(StreamPoller):
    """Reads one shard of a Kinesis stream, after the shards that it replaces."""

    def __init__(self, world, mapping, id_):
        super().__init__(world, mapping)
        self.id = id_

    def position(self, mapping):
        """The index in the shard of the next record to read."""
        return mapping.local_positions.get(self.id, 0)

    def move(self, mapping, index):
        """Sets the index in the shard of the next record to read."""
        mapping.local_positions[self.id] = index

    def stream(self):
        """moto's stream, or None. Under LOCK."""
        return kinesis_backends[ACCOUNT][self.region].streams.get(arns.last(self.source))

    def shard_items(self, mapping):
        """moto's records from the position on; none while the shard's parents have some. Under LOCK."""
        stream = self.stream()
        shard = stream and stream.shards.get(self.id)
        if not shard:
            return []
        parents = [stream.shards[id_] for id_ in getattr(shard, "local_parents", ())]
        if any(mapping.local_positions.get(parent.shard_id, 0) < len(parent.records) for parent in parents):
            return []
        return list(shard.records.values())[self.position(mapping):]

    def shard_id(self):
        """The id of the shard."""
        return self.id

    def record(self, mapping, item):
        """docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html"""
        return record(item, self.id, self.source, self.function(mapping).role)

    def number(self, record):
        """The sequence number of a record that a function gets."""
        return record["kinesis"]["sequenceNumber"]

    def created(self, item):
        """The time of one of moto's records, in epoch seconds."""
        return item.created_at

    def lifetime(self):
        """Seconds after which the stream drops a record."""
        with LOCK:
            stream = self.stream()
        return 3600 * stream.retention_period_hours if stream else 0


def record(item, shard_id, stream_arn, role_arn):
    """The record that a function gets of one of moto's. role_arn: with which Lambda reads the stream"""
    return {
        "kinesis": {"kinesisSchemaVersion": "1.0", "partitionKey": item.partition_key,
                    "sequenceNumber": str(item.sequence_number), "data": item.data,
                    "approximateArrivalTimestamp": round(item.created_at, 3)},
        "eventSource": "aws:kinesis", "eventVersion": "1.0", "eventID": f"{shard_id}:{item.sequence_number}",
        "eventName": "aws:kinesis:record", "invokeIdentityArn": role_arn, "awsRegion": arns.region(stream_arn),
        "eventSourceARN": stream_arn}


def record_problem(key, data):
    """The reason why Kinesis refuses a record, None if it accepts it. data: bytes"""
    if not 0 < len(key) <= LONGEST_KEY:
        return f"a partition key has 1 to {LONGEST_KEY} characters, not {len(key)}"
    size = len(data) + len(key.encode())
    if size > LARGEST_RECORD:
        return f"a record has at most {LARGEST_RECORD:,} bytes with its key, not {size:,}"
    return None


def check_record(key, data, place=""):
    """Raises ValidationException for a record that Kinesis refuses and moto accepts.

    data   in base64
    place  of the record in the request: "records.2.member."
    """
    if not record_problem(key, base64.b64decode(data)):
        return
    if 0 < len(key) <= LONGEST_KEY:
        member, limit = "data", f"less than or equal to {LARGEST_RECORD}"
    else:
        member, limit = "partitionKey", f"less than or equal to {LONGEST_KEY}" if key else "greater than or equal to 1"
    raise JsonRESTError("ValidationException", f"1 validation error detected: Value at '{place}{member}' failed to "
                        f"satisfy constraint: Member must have length {limit}")


def checked_record(_world, original, self, stream_arn, stream_name, partition_key, explicit_hash_key, data):
    """The replacement of put_record, which checks the record."""
    check_record(partition_key, data)
    return original(self, stream_arn, stream_name, partition_key, explicit_hash_key, data)


def checked_records(_world, original, self, stream_arn, stream_name, records):
    """The replacement of put_records, which checks each record before the first is stored; moto refuses 5 MiB."""
    for number, record in enumerate(records, 1):
        check_record(record["PartitionKey"], record["Data"], f"records.{number}.member.")
    size = sum(len(base64.b64decode(record["Data"])) + len(record["PartitionKey"].encode()) for record in records)
    if size > LARGEST_REQUEST:
        raise JsonRESTError("InvalidArgumentException",
                            f"a request has at most {LARGEST_REQUEST:,} bytes of records, not {size:,}")
    if len(records) > MOST_RECORDS or size <= LARGEST_REQUEST // 2:
        return original(self, stream_arn, stream_name, records)
    parts = [original(self, stream_arn, stream_name, records[at:at + 4]) for at in range(0, len(records), 4)]
    return {"FailedRecordCount": 0, "Records": [record for part in parts for record in part["Records"]]}


def put_record(world, original, self, *args, **options):
    """The replacement of Stream.put_record, which wakes the stream's pollers."""
    result = original(self, *args, **options)
    world.mappings.wake_pollers_of(self.arn)
    return result


def shard_for_key(_world, original, self, *args, **options):
    """The replacement of Stream.get_shard_for_key: a closed shard gets no record, which moto does not see to."""
    every, self.shards = self.shards, {id_: shard for id_, shard in self.shards.items() if shard.is_open}
    try:
        return original(self, *args, **options)
    finally:
        self.shards = every


def update_shard_count(_world, _original, self, target_shard_count):
    """The replacement of Stream.update_shard_count: new shards replace the open ones, whose records stay there.

    moto moves the records, which a poller would read twice. AWS splits and merges single shards:
    here more keys than there change their shard.
    """
    if self.stream_mode.get("StreamMode") == "ON_DEMAND":
        raise StreamCannotBeUpdatedError(self.stream_name, self.account_id)
    closing = [shard for shard in self.shards.values() if shard.is_open]
    if len(closing) == target_shard_count:
        return
    if not len(closing) / 2 <= target_shard_count <= 2 * len(closing):
        raise InvalidArgumentError(f"UpdateShardCount cannot scale from {len(closing)} to {target_shard_count} "
                                   "shards: at most double or half the current open shard count.")
    first, step = len(self.shards), 2 ** 128 // target_shard_count
    for shard in closing:
        shard.is_open = False
    for at in range(target_shard_count):
        end = 2 ** 128 - 1 if at == target_shard_count - 1 else (at + 1) * step - 1
        shard = Shard(first + at, at * step, end, parent=closing[0].shard_id)
        shard.local_parents = [parent.shard_id for parent in closing]
        self.shards[shard.shard_id] = shard
    self.shard_count = target_shard_count
