"""kinesis: the records of a Kinesis stream, in batches.

    infra:
      kinesis:
        stream: demo-clicks
        batch: 100
        window: 5
        filter: {kind: [purchase]}     # a pattern of the JSON in the data; Lambda skips other records
"""
from datetime import datetime, timezone

from aws import cfn
from aws.app import AppModel, Lambda
from kit import names
from kit.problems import KeyProblem
from recipes import data_stream, event_shapes, failures_queue, nothing, permission, queue, stream

STARTS = ["latest", "trim_horizon"]
# docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html; SubscribeToShard is for consumers with fan-out
POLLS = ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator",
         "kinesis:ListShards"]
# See recipes/__init__.py. Lambda's poller waits for the function, and sends what failed to the failures queue.
VARIABLE, CALLER_WAITS = None, True
DATA = ["Records", "[]", "kinesis", "data"]  # the path of a record's data, which is base64
MESSAGE_PATH = [*DATA, "()"]
SENT_BY = ("kinesis", {"PutRecord": "Data", "PutRecords": "Data"}, ("StreamName", ""))
IDENTIFIER = ["kinesis", "sequenceNumber"]  # of a record, for Lambda
EVENT_TYPE = "KinesisDataStreams"  # of the batches of Powertools
REFUSED = "{}", "skips", "data"  # as in queue.py
INVOKED, EXAMPLE = "it takes the records of a Kinesis stream", "an example of a record of its stream"
SCHEMA: dict = {
    "title": "kinesis",
    "description": "The records of a Kinesis stream, in batches and in order for each partition key: "
                   "`base64.b64decode(Records[0][\"kinesis\"][\"data\"])`. Return `{\"batchItemFailures\": "
                   "[{\"itemIdentifier\": record[\"kinesis\"][\"sequenceNumber\"]}]}` with the first record that "
                   "failed: Lambda repeats the batch from there. The numbers of records that failed in every try go to "
                   "the failures queue. Lambdas put records on the stream with the variable `DEMO_<NAME>_STREAM`.",
    "type": "object",
    "properties": {
        "stream": {"type": "string", "pattern": "^[a-z][a-z0-9-]*$",
                   "description": "the stream, as in its variable, `demo-clicks` is DEMO_CLICKS_STREAM: lower-case "
                                  "letters, digits and -"},
        **stream.MAPPING_FIELDS,
        "start": {"anyOf": [{"type": "string", "enum": STARTS},
                            {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$",
                             "description": "a time in UTC: '2026-03-01T08:00:00Z'"}],
                  "default": "trim_horizon", "examples": ["latest", "2026-03-01T08:00:00Z"],
                  "description": "where a new lambda begins: with records after its deploy (latest), with all that the "
                                 "stream has (trim_horizon), or with those since a time, `'2026-03-01T08:00:00Z'`. "
                                 "AWS refuses a later change"},
        "parallel": {"type": "integer", "minimum": 1, "maximum": 10, "default": 1,
                     "description": "batches of a shard at the same time; the order of a partition key stays"},
        "filter": {"anyOf": [{"type": "object"}, {"type": "array", "items": {"type": "object"}, "minItems": 1,
                                                  "maxItems": queue.MOST_FILTERS}],
                   "description": "a pattern of the records' JSON data, or a list of up to five: the lambda gets the "
                                  "records that match one"}},
    "required": ["stream"],
    "additionalProperties": False,
    "examples": [{"stream": "demo-clicks", "batch": 100, "window": 5, "filter": {"kind": ["purchase"]}}],
}


def problems(block: dict) -> list[KeyProblem]:
    """[(key, message, hint)]: faults of the filter, and a start that is no time."""
    try:
        start_properties(block)
    except ValueError:
        return [("start", f"{block['start']} is no time", "a time in UTC: '2026-03-01T08:00:00Z'"),
                *queue.filter_problems(block, "data")]
    return queue.filter_problems(block, "data")


def start_properties(block: dict) -> dict:
    """The properties of a mapping for where it begins to read. Raises ValueError for a date that does not exist."""
    start = block.get("start", "trim_horizon")
    if start in STARTS:
        return {"StartingPosition": start.upper()}
    moment = datetime.strptime(start, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    return {"StartingPosition": "AT_TIMESTAMP", "StartingPositionTimestamp": int(moment.timestamp())}



def event_shape(block: dict) -> dict:
    """The shape of {"Records": [{"kinesis": {"data", "partitionKey", "sequenceNumber", ...}}]}."""
    return event_shapes.mapping({"Records": event_shapes.list_of(event_shapes.KINESIS_RECORD)})


def resources(app: AppModel, fn: Lambda) -> dict[str, dict]:
    """{"OrdersKinesisMapping": ...}"""
    block = fn["infra"]["kinesis"]
    return {mapping_id(fn["name"]): stream.mapping(
        fn, block, cfn.arn(data_stream.stream_id(block["stream"])),
        [{"data": filter_} for filter_ in queue.filters(block)], start_properties(block))}


def mapping_id(name: str) -> str:
    """"OrdersKinesisMapping" of lambda "orders"."""
    return names.logical_id(name, "kinesis", "mapping")


def statements(app: AppModel, fn: Lambda) -> list[dict]:
    """[statement] with which Lambda's poller reads the stream, and sends what failed: it uses the lambda's role."""
    return [permission.allow(POLLS, cfn.arn(data_stream.stream_id(fn["infra"]["kinesis"]["stream"]))),
            failures_queue.statement()]


normal = nothing.unchanged
outputs = shared = shared_outputs = nothing.none
