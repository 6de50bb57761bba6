"""The records of a stream that failed, read again and sent to their function, while the stream has them.

The function is invoked as Lambda's poller does, and this waits for it: an asynchronous event of a function that reads
streams would have no failure destination.
"""
import base64
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from aws import arns, local_calls, stages
from aws.app import AppModel
from aws.events import patterns

LARGEST = 5_000_000  # bytes of records in an event; Lambda takes 6 MB
LONGEST = 15 * 60 + 10  # seconds of an invocation
GONE = ("TrimmedDataAccessException", "ResourceNotFoundException")


class Failed(Exception):
    """A range that cannot be sent, or whose function failed again; the message has the reason."""


class Mapping(NamedTuple):
    """The settings of an event source mapping that concern events."""

    batch: int
    filters: list[dict]  # patterns; [] passes all records


class Streams:
    """Reads streams and invokes their functions."""

    def __init__(self, app: AppModel, stage: str):
        self.streams = {service: stages.client(service, app, stage) for service in ("dynamodbstreams", "kinesis")}
        self.functions = stages.client("lambda", app, stage, read_timeout=LONGEST, retries={"total_max_attempts": 1},
                                       user_agent_extra=local_calls.MANUAL)

    def send(self, function: str, batch: dict[str, Any], after: str) -> Iterator[str]:
        """Sends a range in batches. Yields the sequence number up to which the records are served, after each batch.

        batch  Lambda's DDBStreamBatchInfo or KinesisBatchInfo
        after  the number up to which an earlier replay served them, or ""
        Raises Failed.
        """
        mapping = self.mapping(function, batch["streamArn"])
        passed = [record for record in self.records(batch)
                  if int(number(record)) > int(after or 0) and (not mapping.filters or any(
                      patterns.matches_record(pattern, record) for pattern in mapping.filters))]
        for part in parts(passed, mapping.batch):
            yield self.served(function, part)

    def mapping(self, function: str, stream_arn: str) -> Mapping:
        """The Mapping of a function to a stream. Raises Failed if there is none."""
        mappings = self.functions.list_event_source_mappings(
            FunctionName=function, EventSourceArn=stream_arn)["EventSourceMappings"]
        if not mappings:
            raise Failed(f"{function} does not read the stream any more")
        filters = [json.loads(filter_["Pattern"])
                   for filter_ in (mappings[0].get("FilterCriteria") or {}).get("Filters", [])]
        return Mapping(mappings[0].get("BatchSize", 100), filters)

    def records(self, batch: dict[str, Any]) -> Iterator[dict]:
        """The records of a range, as a function gets them. Raises Failed if the stream does not have them any more."""
        last, at = int(batch["endSequenceNumber"]), 0
        try:
            for item in self.items(batch):
                at = int(number(item))
                if at <= last:
                    yield item
                if at >= last:
                    break
        except ClientError as error:
            if error.response["Error"]["Code"] not in GONE:
                raise
        if at != last:  # Kinesis begins after records that it does not have any more
            raise Failed("the stream does not have these records any more; of a table's stream the table has the rows")

    def items(self, batch: dict[str, Any]) -> Iterator[dict]:
        """The records of a shard from the start of a range on, as a function gets them."""
        arn, first = batch["streamArn"], batch["startSequenceNumber"]
        is_kinesis = ":kinesis:" in arn
        client = self.streams["kinesis" if is_kinesis else "dynamodbstreams"]
        start = {"StreamName": arn.rpartition("/")[2], "StartingSequenceNumber": first} if is_kinesis else {
            "StreamArn": arn, "SequenceNumber": first}
        iterator = client.get_shard_iterator(ShardId=batch["shardId"], ShardIteratorType="AT_SEQUENCE_NUMBER",
                                             **start)["ShardIterator"]
        while iterator:
            page = client.get_records(ShardIterator=iterator)
            for item in page["Records"]:
                yield kinesis_record(item, batch) if is_kinesis else record(item, arn)
            # A page of Kinesis may be empty before the last one.
            iterator = page.get("NextShardIterator") if page["Records"] or page.get("MillisBehindLatest") else None

    def served(self, function: str, records: list[dict]) -> str:
        """Invoke the function with records. -> the sequence number of the last one. Raises Failed if it failed."""
        response = self.functions.invoke(FunctionName=function, Payload=json.dumps({"Records": records}).encode())
        payload = json.loads(response["Payload"].read() or b"null")
        if response.get("FunctionError"):
            error = payload if isinstance(payload, dict) else {}
            raise Failed(f"{function} failed again: {error.get('errorType', '')}: {error.get('errorMessage', '')}")
        if isinstance(payload, dict) and payload.get("batchItemFailures"):
            raise Failed(f"{function} reported failures of the batch again")
        return number(records[-1])


def parts(records: list[dict], most: int) -> Iterator[list[dict]]:
    """The records in lists, each with `most` at most, that an event can hold."""
    part, size = [], 0
    for record_ in records:
        length = len(json.dumps(record_))
        if part and (len(part) == most or size + length > LARGEST):
            yield part
            part, size = [], 0
        part.append(record_)
        size += length
    if part:
        yield part


def number(record_: dict) -> str:
    """The sequence number of a record of a function's event."""
    return record_["kinesis"]["sequenceNumber"] if "kinesis" in record_ else record_["dynamodb"]["SequenceNumber"]


def kinesis_record(item: dict, batch: dict[str, Any]) -> dict:
    """The record of a function's event, of a record as GetRecords of Kinesis returns it. batch: of Streams.send()

    invokeIdentityArn, the role of Lambda's poller, is absent. docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html
    """
    return {"kinesis": {"kinesisSchemaVersion": "1.0", "partitionKey": item["PartitionKey"],
                        "sequenceNumber": item["SequenceNumber"], "data": plain(item["Data"]),
                        "approximateArrivalTimestamp": item["ApproximateArrivalTimestamp"].timestamp()},
            "eventSource": "aws:kinesis", "eventVersion": "1.0",
            "eventID": f"{batch['shardId']}:{item['SequenceNumber']}", "eventName": "aws:kinesis:record",
            "awsRegion": arns.region(batch["streamArn"]), "eventSourceARN": batch["streamArn"]}


def record(item: dict, stream_arn: str) -> dict:
    """The record of a function's event, of a record as GetRecords returns it.

    docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
    """
    identity = item.get("userIdentity")
    user = {"userIdentity": {"type": identity["Type"], "principalId": identity["PrincipalId"]}} if identity else {}
    return {**{name: item[name] for name in ("eventID", "eventName", "eventVersion", "eventSource", "awsRegion")},
            "dynamodb": plain(item["dynamodb"]), "eventSourceARN": stream_arn, **user}


def plain(value: Any) -> Any:
    """A value of boto3 as the JSON of an event: bytes are base64, times epoch seconds."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return float(int(value.timestamp()))
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value
