"""stream: DynamoDB's own records of a table's changes, in batches; `events` has them as events of EventBridge.

    infra:
      stream:
        table: demo
        batch: 100
        window: 5
        filter: {eventName: [INSERT]}     # a pattern of the records that the lambda gets
"""
from collections.abc import Iterable

import orjson

from aws import cfn, tables
from aws.app import AppModel, Lambda
from aws.events import validation
from kit import names
from kit.problems import KeyProblem
from kit.schema import nearest
from recipes import failures_queue, nothing, permission, queue, stream_filter, table
from recipes.event_shapes import NUMBER, TEXT, among, list_of
from recipes.event_shapes import mapping as mapping_shape

BATCH, TRIES = 100, 10
# docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
RECORD_FIELDS = ("awsRegion", "dynamodb", "eventID", "eventName", "eventSource", "eventSourceARN", "eventVersion",
                 "userIdentity")
# See recipes/__init__.py. Lambda's poller waits for the function, and sends what failed to the failures queue.
VARIABLE, CALLER_WAITS = None, True
IDENTIFIER = ["dynamodb", "SequenceNumber"]  # of a record, for Lambda
EVENT_TYPE = "DynamoDBStreams"  # of the batches of Powertools
REFUSED = "the stream of {}", "skips", "row"  # as in queue.py
INVOKED, EXAMPLE = "it takes the records of a table's stream", "an example of a record of its table"
# The fields that a mapping of any stream has.
# docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html
MAPPING_FIELDS: dict = {
    "batch": {"type": "integer", "minimum": 1, "maximum": 10000, "default": BATCH,
              "description": "the most records in one invocation"},
    "window": {"type": "integer", "minimum": 0, "maximum": 300, "default": 0,
               "description": "seconds to wait for a batch to fill"},
    "tries": {"type": "integer", "minimum": 1, "maximum": 10000, "default": TRIES,
              "description": "invocations for a batch that fails, before its records go to the failures queue"},
    "age": {"type": "integer", "minimum": 60, "maximum": 604800,
            "description": "seconds after which a record that still fails goes to the failures queue; without it only "
                           "`tries` counts"}}
SCHEMA: dict = {
    "title": "stream",
    "description": "The records of a table's changes as DynamoDB has them, in batches and in order for each key: "
                   "`Records[0].dynamodb.NewImage`. Return `{\"batchItemFailures\": [{\"itemIdentifier\": "
                   "record[\"dynamodb\"][\"SequenceNumber\"]}]}` with the first record that failed: Lambda repeats "
                   "the batch from there. The numbers of records that failed in every try go to the failures queue.",
    "type": "object",
    "properties": {
        "table": {"type": "string", "pattern": "^[a-z][a-z0-9-]*$",
                  "description": "the table, as in its variable, `demo` is DEMO_TABLE: "
                                 "lower-case letters, digits and -"},
        **MAPPING_FIELDS,
        "start": {"type": "string", "enum": ["latest", "trim_horizon"], "default": "trim_horizon",
                  "description": "where a new lambda begins: with changes after its deploy (latest), or with all that "
                                 "the stream has, up to a day old. AWS refuses a later change"},
        "parallel": {"type": "integer", "minimum": 1, "maximum": 10, "default": 1,
                     "description": "batches of a shard at the same time; the order of changes of one item stays"},
        "filter": {"anyOf": [{"type": "object"}, {"type": "array", "items": {"type": "object"}, "minItems": 1,
                                                  "maxItems": queue.MOST_FILTERS}],
                   "description": "a pattern of the records, or a list of up to five: the lambda gets the records that "
                                  "match one"}},
    "required": ["table"],
    "additionalProperties": False,
    "examples": [{"table": "demo", "batch": 100, "window": 5, "filter": {"eventName": ["INSERT"]}}],
}


def problems(block: dict) -> list[KeyProblem]:
    """[(key, message, hint)]: faults of the filter, also a field that no record has."""
    faults, is_list = [], isinstance(block.get("filter"), list)
    for at, filter_ in enumerate(queue.filters(block)):
        key = f"filter.{at}" if is_list else "filter"
        blank = [] if filter_ else [("", "a filter that is blank", "write the fields to match, or remove it")]
        unknown = [(name, f"a record has no field {name!r}", nearest(name, RECORD_FIELDS)
                    or f"attributes are in {{dynamodb: {{NewImage: {{{name}: {{S: [...]}}}}}}}}")
                   for name in filter_ if name not in (*RECORD_FIELDS, "$or")]
        filter_faults = blank or validation.problems(filter_) or unknown or queue.lambda_problems(filter_) \
            or stream_filter.problems(filter_)
        faults += [(f"{key}.{path}" if path else key, message, hint) for path, message, hint in filter_faults]
    return faults



def event_shape(block: dict) -> dict:
    """The shape of {"Records": [{"eventName", "dynamodb": {"Keys", ...}}]}, with the keys of the block's table."""
    return mapping_shape({"Records": list_of(record_shape(
        block.get("keys", tables.DEFAULT_KEYS), stream_filter.changes(queue.filters(block))))})


def record_shape(keys: dict[str, str], changes: Iterable[str]) -> dict:
    """The shape of a record. keys: {"customer": "S", "placed": "N"}; all values are texts there.

    changes  the types of change that the lambda gets: ["INSERT"]

    NewImage and OldImage are absent in some records: code tests eventName, so the shape leaves both open.
    docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
    """
    typed = {name: mapping_shape({type_: TEXT}) for name, type_ in keys.items()}
    change = {**mapping_shape({"Keys": mapping_shape(typed), "ApproximateCreationDateTime": NUMBER, "SizeBytes": NUMBER,
                               "SequenceNumber": TEXT, "StreamViewType": TEXT}, open_=True),
              "more": ["NewImage", "OldImage"]}
    return mapping_shape({
        **dict.fromkeys(("eventID", "eventVersion", "awsRegion", "eventSourceARN"), TEXT), "dynamodb": change,
        "eventName": among(tables.CHANGES, changes), "eventSource": among(["aws:dynamodb"]),
        "userIdentity": mapping_shape({"type": TEXT, "principalId": TEXT})}, maybe=["userIdentity"])


def resources(app: AppModel, fn: Lambda) -> dict[str, dict]:
    """{"OrdersStreamMapping": ...}"""
    block = fn["infra"]["stream"]
    return {mapping_id(fn["name"]): mapping(fn, block, stream_arn(block), queue.filters(block), {
        "StartingPosition": block["start"].upper()})}


def mapping(fn: Lambda, block: dict, source_arn: dict, filters: list[dict], start: dict) -> dict:
    """The mapping of a stream to a lambda, by its block. filters: patterns; start: the properties of where it begins"""
    patterns = [{"Pattern": orjson.dumps(filter_).decode()} for filter_ in filters]
    return cfn.resource("AWS::Lambda::EventSourceMapping", {
        "FunctionName": cfn.ref(names.logical_id(fn["name"], "function")),
        "EventSourceArn": source_arn,
        **start,
        "BatchSize": block["batch"], "Enabled": True,
        "MaximumBatchingWindowInSeconds": block["window"],
        "BisectBatchOnFunctionError": True,
        "MaximumRetryAttempts": block["tries"] - 1,
        **({"MaximumRecordAgeInSeconds": block["age"]} if "age" in block else {}),
        **({"ParallelizationFactor": block["parallel"]} if block["parallel"] > 1 else {}),
        **({"FilterCriteria": {"Filters": patterns}} if patterns else {}),
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "DestinationConfig": {"OnFailure": {"Destination": cfn.arn(failures_queue.ID)}}})


def mapping_id(name: str) -> str:
    """"OrdersStreamMapping" of lambda "orders"."""
    return names.logical_id(name, "stream", "mapping")


def stream_arn(block) -> dict:
    """The ARN of the stream of the block's table."""
    return cfn.attribute(table.table_id(block["table"]), "StreamArn")


def statements(app: AppModel, fn: Lambda) -> list[dict]:
    """[statement] with which Lambda's poller reads the stream, and sends what failed: it uses the lambda's role."""
    # Lambda requires ListStreams for a stream, and AWS has no narrower form of it.
    return [permission.allow(table.OF_STREAM, stream_arn(fn["infra"]["stream"])),
            permission.allow(["dynamodb:ListStreams"], "*"), failures_queue.statement()]


normal = nothing.unchanged
outputs = shared = shared_outputs = nothing.none
