"""Requests for event source mappings that Lambda rejects and moto accepts, and the fields of their responses.

docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html. Each replacement has the form
of those of hooks.py.
"""
import json
import time

from moto.awslambda.exceptions import InvalidParameterValueException, LambdaClientError, UnknownFunctionException
from moto.dynamodb.models import dynamodb_backends
from moto.kinesis.models import kinesis_backends
from moto.sqs.models import sqs_backends

from aws import arns
from aws.events import validation
from localcloud.authorization import role_checks
from localcloud.functions import versions
from localcloud.moto.state import ACCOUNT

MAX_BATCH, MAX_FIFO_BATCH, MAX_BATCH_WITHOUT_WINDOW = 10_000, 10, 10
SHORTEST_AGE = 60  # seconds
MAX_FILTERS = 5
STREAM_DEFAULTS = {
    "BisectBatchOnFunctionError": False, "DestinationConfig": {"OnFailure": {}}, "MaximumRecordAgeInSeconds": -1,
    "MaximumRetryAttempts": -1, "ParallelizationFactor": 1, "TumblingWindowInSeconds": 0,
    "LastProcessingResult": "No records processed", "StateTransitionReason": "User action"}
STREAM_ONLY = ("BisectBatchOnFunctionError", "MaximumRecordAgeInSeconds", "MaximumRetryAttempts",
               "ParallelizationFactor", "TumblingWindowInSeconds", "DestinationConfig")
QUEUE_ONLY = ("ScalingConfig",)
QUEUE_DEFAULTS = {"StateTransitionReason": "USER_INITIATED"}


class ResourceConflict(LambdaClientError):
    """Lambda's error for a mapping that exists already."""

    code = 409

    def __init__(self, message):
        super().__init__("ResourceConflictException", message)


class ResourceNotFound(LambdaClientError):
    """Lambda's error for a mapping that does not exist."""

    code = 404

    def __init__(self, message):
        super().__init__("ResourceNotFoundException", message)


def create(_world, original, self, spec):
    """The replacement of CreateEventSourceMapping, which rejects what Lambda rejects."""
    source = spec.get("EventSourceArn") or ""
    if not source and "SelfManagedEventSource" not in spec:
        raise InvalidParameterValueException("Unrecognized event source.")
    try:
        self.get_function(spec.get("FunctionName") or "")
    except UnknownFunctionException:
        raise InvalidParameterValueException("Function does not exist") from None
    if source.count(":") >= 5:
        check_new(self, spec, source)
        check_source(spec, source)
        check_visibility(self, spec, source)
        check_role(self, spec, source)
        check_options(spec, source)
        check_batch(spec, source)
        check_filters(spec)
    return with_alias(original(self, spec), spec)


def with_alias(mapping, spec):
    """The mapping, whose function keeps the version or alias of the request: an alias may lead to another version."""
    if qualifier := versions.qualifier(spec.get("FunctionName") or ""):
        mapping.function_arn = f"{arns.unqualified(mapping.function_arn)}:{qualifier}"
    return mapping


def update(_world, original, self, uuid, spec):
    """The replacement of UpdateEventSourceMapping, which rejects what Lambda rejects."""
    mapping = existing(self, uuid)
    before = {"BatchSize": mapping.batch_size, "MaximumBatchingWindowInSeconds": mapping.max_batch_window}
    check_options(spec, mapping.event_source_arn)
    check_batch({**before, **spec}, mapping.event_source_arn)
    check_filters(spec)
    check_destination(self.get_function(mapping.function_arn), spec)
    return with_alias(original(self, uuid, spec), spec)


def delete(_world, original, self, uuid):
    """Refuses to delete a mapping that does not exist."""
    existing(self, uuid)
    return original(self, uuid)


def existing(backend, uuid):
    """The mapping of an id. Raises ResourceNotFound if there is none."""
    mapping = backend.get_event_source_mapping(uuid)
    if mapping is None:
        raise ResourceNotFound("The resource you requested does not exist.")
    return mapping


def configuration(_world, original, self):
    """Adds the defaults of fields that moto omits, and omits those that AWS does not return."""
    is_queue = arns.service(self.event_source_arn) == "sqs"
    fields = original(self)
    del fields["StateTransitionReason"]
    defaults = QUEUE_DEFAULTS if is_queue else STREAM_DEFAULTS
    if not fields["Tags"]:
        del fields["Tags"]
    result = getattr(self, "local_result", None)
    return {"FunctionResponseTypes": [], "MaximumBatchingWindowInSeconds": 0, **defaults, **fields,
            **({"LastProcessingResult": result} if result else {})}


def created(_world, original, self):
    """The response to a new mapping: it is accepted, and being created."""
    _status, _headers, body = original(self)
    return 202, {"status": 202}, json.dumps({**json.loads(body), "State": "Creating"})


def updated(_world, original, self):
    """The response to a changed mapping, which is being updated."""
    status, headers, body = original(self)
    if status != 202:
        return status, headers, body
    return status, headers, json.dumps({**json.loads(body), "State": "Updating"})


def check_new(backend, spec, source):
    """Raises ResourceConflict for a second mapping of one source to one function."""
    name = (spec.get("FunctionName") or "").split(":function:")[-1]
    for mapping in backend._event_source_mappings.values():
        if mapping.event_source_arn == source and name == arns.resource(mapping.function_arn).removeprefix("function:"):
            source_and_function = f'(" {source} ") and function (" {name} ")'
            message = f"An event source mapping with SQS arn {source_and_function} already exists" \
                if arns.service(source) == "sqs" \
                else f"The event source arn {source_and_function} provided mapping already exists"
            raise ResourceConflict(f"{message}. Please update or delete the existing mapping with UUID {mapping.uuid}")


def check_source(spec, source):
    """Raises InvalidParameterValueException for a queue or stream that does not exist, or a starting position that
    does not fit it."""
    region = arns.region(source)
    if arns.service(source) == "sqs":
        if arns.last(source) not in sqs_backends[ACCOUNT][region].queues:
            raise InvalidParameterValueException(
                "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. "
                "SQS Error Message: The specified queue does not exist.")
        if spec.get("StartingPosition") or "StartingPositionTimestamp" in spec:
            raise InvalidParameterValueException("StartingPosition is not valid for SQS event sources.")
    is_kinesis = arns.service(source) == "kinesis"
    if is_kinesis and arns.last(source) not in kinesis_backends[ACCOUNT][region].streams:
        raise InvalidParameterValueException(f"Stream not found: {source}")
    if arns.service(source) == "dynamodb":
        table = dynamodb_backends[ACCOUNT][region].tables.get(source.split("/")[1] if "/" in source else "")
        if table is None or table.latest_stream_label != source.split("/stream/")[-1]:
            raise InvalidParameterValueException(f"Stream not found: {source}")
        if spec.get("StartingPosition") == "AT_TIMESTAMP":
            raise InvalidParameterValueException(f"Unsupported starting position for arn type: {source}")
    if arns.service(source) != "sqs" and not spec.get("StartingPosition"):
        raise InvalidParameterValueException("1 validation error detected: Value null at 'startingPosition' "
                                             "failed to satisfy constraint: Member must not be null.")
    if "StartingPositionTimestamp" in spec and spec["StartingPosition"] != "AT_TIMESTAMP":
        raise InvalidParameterValueException("Timestamp only valid with StartingPosition AT_TIMESTAMP")
    if is_kinesis and spec["StartingPosition"] == "AT_TIMESTAMP" and "StartingPositionTimestamp" not in spec:
        raise InvalidParameterValueException("StartingPosition AT_TIMESTAMP requires a StartingPositionTimestamp.")
    if float(spec.get("StartingPositionTimestamp", 0)) > time.time():
        raise InvalidParameterValueException("StartingPositionTimestamp cannot be in the future.")


def check_visibility(backend, spec, source):
    """Raises InvalidParameterValueException for a queue whose messages return while the function may still run."""
    if arns.service(source) == "sqs":
        visible = int(sqs_backends[ACCOUNT][arns.region(source)].queues[arns.last(source)].visibility_timeout)
        timeout = int(backend.get_function(spec["FunctionName"]).timeout)
        if visible < timeout:
            raise InvalidParameterValueException(f"Queue visibility timeout: {visible} seconds is less than "
                                                 f"Function timeout: {timeout} seconds")


def check_role(backend, spec, source):
    """Raises InvalidParameterValueException for a function whose role does not allow to poll the source."""
    function = backend.get_function(spec["FunctionName"])
    action = role_checks.denied_poll(function.role, function.function_name, source)
    if action and arns.service(source) == "sqs":
        raise InvalidParameterValueException("The provided execution role does not have permissions to call "
                                             f"{action.removeprefix('sqs:')} on SQS")
    if action:
        raise InvalidParameterValueException(
            f"Cannot access stream {source}. Please ensure the role can perform the GetRecords, GetShardIterator, "
            "DescribeStream, and ListStreams Actions on your stream in IAM.")
    check_destination(function, spec)


def check_destination(function, spec):
    """Raises InvalidParameterValueException for a destination to which the function's role may not deliver."""
    on_failure = (spec.get("DestinationConfig") or {}).get("OnFailure") or {}
    role_checks.check_destination(function, on_failure.get("Destination"))


def check_options(spec, source):
    """Raises InvalidParameterValueException for an option that sources of this kind do not have."""
    is_queue = arns.service(source) == "sqs"
    for option in STREAM_ONLY if is_queue else QUEUE_ONLY:
        if spec.get(option):
            raise InvalidParameterValueException(f"Unsupported source parameter combination: {option} for {source}")
    if 0 <= (spec.get("MaximumRecordAgeInSeconds") or -1) < SHORTEST_AGE:
        raise InvalidParameterValueException(f"MaximumRecordAgeInSeconds is -1 or at least {SHORTEST_AGE}.")


def check_batch(spec, source):
    """Raises InvalidParameterValueException for a batch that is too large, for the source or without a window."""
    size, window = spec.get("BatchSize"), spec.get("MaximumBatchingWindowInSeconds")
    is_queue, is_fifo = arns.service(source) == "sqs", source.endswith(".fifo")
    most = MAX_FIFO_BATCH if is_queue and is_fifo else MAX_BATCH
    if size is not None and size > most:
        raise InvalidParameterValueException(f"Batch size must be less than or equal to {most} for {source}.")
    if is_queue and is_fifo and window:
        raise InvalidParameterValueException("Batching window is not supported for FIFO queues.")
    if is_queue and size is not None and size > MAX_BATCH_WITHOUT_WINDOW and not window:
        raise InvalidParameterValueException("Maximum batch window in seconds must be greater than 0 if maximum batch "
                                             f"size is greater than {MAX_BATCH_WITHOUT_WINDOW}")


def check_filters(spec):
    """Raises InvalidParameterValueException for a filter whose pattern EventBridge's grammar rejects."""
    filters = (spec.get("FilterCriteria") or {}).get("Filters") or []
    if len(filters) > MAX_FILTERS:
        raise InvalidParameterValueException(f"Maximum number of filters is {MAX_FILTERS}.")
    for filter_ in filters:
        try:
            validation.parsed(filter_.get("Pattern") or "")
        except ValueError:
            raise InvalidParameterValueException("Invalid filter pattern definition.") from None
