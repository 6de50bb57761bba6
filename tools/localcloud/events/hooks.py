"""Replacements of moto's functions of EventBridge, S3, SNS, SQS, DynamoDB and Lambda, from which events begin.

Each takes the world and moto's original, then the arguments of the call.
"""
import itertools
import re
import time
import uuid

from moto.core.utils import unix_time_millis
from moto.dynamodb.models import dynamodb_backends
from moto.kinesis.models import kinesis_backends
from moto.sqs.models import sqs_backends
from moto.ssm.exceptions import ValidationException

from localcloud import tracing
from localcloud.events import buses, mappings, objects, topics

_SEQUENCE = itertools.count(time.time_ns())
LARGEST_PARAMETERS = {"Standard": 4096, "Advanced": 8192}  # bytes of a value, by tier


def no_operation(_world, _original, *_args, **_options):
    """A replacement that does nothing: moto emits an event for S3's CreateBucket, AWS only through CloudTrail."""


def send_to_targets(world, original, self, original_event, transform_input=True):
    """The replacement of Rule.send_to_targets, which moto calls for replays of archives; moto stores archives."""
    if self.managed_by:
        original(self, original_event, transform_input)
    elif self.state == "ENABLED" and self.event_pattern.dump():
        event = {key: value for key, value in original_event.items() if key != "ingestion-time"}
        buses.start_if_matching(world, self, event)


def put_events(world, _original, self, events):
    """The replacement of moto's put_events: buses.put_events() matches the rules of the world."""
    return buses.put_events(world, self, events)


def wake_schedules(world, original, *args, **options):
    """A replacement that wakes the schedules after a rule or schedule was put."""
    result = original(*args, **options)
    world.schedules.wake()
    return result


def emit_object_event(world, _original, account_id, event_name, bucket, key):
    """The replacement of moto's sender of S3 notifications: emits every event that AWS has."""
    name = str(getattr(event_name, "value", event_name)).removeprefix("s3:")
    if objects.is_event_of_aws(name):
        objects.emit(world, name, bucket, key)


def put_object_tagging(_world, original, self):
    """The replacement of PutObjectTagging, which alone emits events of tags: moto emits them for new objects too."""
    with objects.call_in_progress("tags"):
        return original(self)


def complete_multipart_upload(_world, original, self, *args, **options):
    """The replacement of CompleteMultipartUpload: one event for the upload; moto emits a second for the put."""
    with objects.call_in_progress("parts"):
        return original(self, *args, **options)


def set_delete_marker(world, original, self, bucket_name, key_name):
    """The replacement of _set_delete_marker, which emits the event that moto does not emit."""
    marker = original(self, bucket_name, key_name)
    objects.emit(world, "ObjectRemoved:DeleteMarkerCreated", self.get_bucket(bucket_name), marker)
    return marker


def publish_to_subscription(world, _original, self, message, message_id, subject=None, message_attributes=None,
                            group_id=None, deduplication_id=None, message_structure=None):
    """The replacement of Subscription.publish: the queues at once, so in order, and everything else by a worker."""
    if not topics.matches_filter(self, message, message_attributes):
        return None
    if message_structure == "json":
        message = self._parse_message_structure(message, self.protocol)
    parts = topics.notification(self, message, message_id, subject, message_attributes)
    if self.protocol == "sqs":
        return topics.deliver(world, self, parts, group_id, deduplication_id)
    return world.clock.soon(topics.deliver, world, self, parts)


def receive_message(_world, original, self):
    """The replacement of ReceiveMessage, with the system attribute of dead letters, which moto does not set."""
    response = original(self)
    received = response._result.get("Messages", [])
    sources = {message.id: getattr(message, "local_dead_letter_source", None) for message in
               self.sqs_backend.get_queue(self._get_queue_name())._messages} if received else {}
    for message in received:
        source = sources.get(message["MessageId"])
        if source and "SentTimestamp" in message.get("Attributes", {}):  # all system attributes are wanted
            message["Attributes"]["DeadLetterQueueSourceArn"] = source
    return response


def add_message(world, original, self, message):
    """The replacement of Queue.add_message, which wakes the pollers, and notes the sender's trace and the source of a
    dead letter."""
    trace = tracing.current().header
    if trace and not hasattr(message, "local_queue") and not message.system_attributes.get("AWSTraceHeader"):
        message.system_attributes["AWSTraceHeader"] = {"DataType": "String", "StringValue": trace}
    if self.fifo_queue:
        message.sequence_number = f"{next(_SEQUENCE):020d}"  # moto numbers only some messages, and not in order
    source_arn = getattr(message, "local_queue", self.queue_arn)
    if source_arn != self.queue_arn:
        message.local_dead_letter_source = source_arn
    message.local_queue = self.queue_arn
    original(self, message)
    world.mappings.wake_pollers_of(self.queue_arn)


def send_message(_world, original, self, queue_name, *args, **options):
    """The replacement of send_message, in which the queue does not count its messages (see attributes)."""
    queue = self.get_queue(queue_name)
    queue.local_sending = True
    try:
        return original(self, queue_name, *args, **options)
    finally:
        queue.local_sending = False


def attributes(_world, original, self):
    """The replacement of Queue.attributes without moto's count: for one attribute moto computes all of them.

    With 5,000 messages in the queue, sending ten took half a second.
    """
    if not getattr(self, "local_sending", False):
        complete = original(self)
        return complete | {name: int(complete[name]) for name in ("CreatedTimestamp", "LastModifiedTimestamp")}
    return {"ContentBasedDeduplication": str(self.content_based_deduplication).lower()} if self.fifo_queue else {}


def change_visibility(world, _original, self, visibility_timeout):
    """The replacement of Message.change_visibility, by the local cloud's clock, which may run faster."""
    self.visible_at = unix_time_millis() + 1000 * world.clock.real(int(visibility_timeout))


def delay(world, _original, self, delay_seconds):
    """The replacement of Message.delay, by the local cloud's clock, which may run faster."""
    self.delayed_until = unix_time_millis() + 1000 * world.clock.real(int(delay_seconds))


def add_change(world, original, self, old, new):
    """The replacement of StreamShard.add, which wakes the table's pollers for each real change, once.

    A write that changes nothing has no stream record (recorded from AWS). moto's update_item of a new item
    writes its keys first: that INSERT is dropped for the one that follows, still within the same request.
    """
    if old is not None and new is not None and old.to_json() == new.to_json():
        return
    previous = self.items[-1].record if self.items else {}
    original(self, old, new)
    added = self.items[-1].record
    twice = previous.get("eventName") == added["eventName"] == "INSERT"
    if twice and previous["dynamodb"]["Keys"] == added["dynamodb"]["Keys"]:
        added["dynamodb"]["SequenceNumber"] = previous["dynamodb"]["SequenceNumber"]
        del self.items[-2]
    world.mappings.wake_pollers_of(self.table.table_arn)


def create_mapping(world, original, self, spec):
    """The replacement of create_event_source_mapping: Pareto's poller, outside the requests that write."""
    mapping = original(self, spec)
    queues = sqs_backends[self.account_id][self.region_name].queues
    tables = dynamodb_backends[self.account_id][self.region_name].tables
    streams = kinesis_backends[self.account_id][self.region_name].streams
    mappings.adopt(world, mapping, queues, tables, streams)
    return mapping


def wake_pollers(world, original, *args, **options):
    """A replacement that wakes the pollers after a mapping changed."""
    result = original(*args, **options)
    world.mappings.wake_all()
    return result


def wake_pollers_to(world, original, *args, **options):
    """A replacement that wakes the pollers of a function that was created or changed. All pollers for each function of
    a deploy would be as many polls as functions times queues."""
    result = original(*args, **options)
    world.mappings.wake_pollers_to(result["FunctionName"] if isinstance(result, dict) else result.function_name)
    return result


def describe_table(_world, original, self, base_key="TableDescription"):
    """The replacement of Table.describe, which adds a table's id, and omits empty lists of indexes."""
    response = original(self, base_key)
    if not hasattr(self, "local_id"):
        self.local_id = str(uuid.uuid4())
    description = {name: value for name, value in response[base_key].items()
                   if value or not name.endswith("SecondaryIndexes")}
    return {**response, base_key: {**description, "TableId": self.local_id}}


def put_parameter(_world, original, self, name, description, value, *args, **options):
    """The replacement of put_parameter: raises ValidationException for a value that is too large for the tier, or that
    has a reference to another parameter.

    docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
    """
    tier = options.get("tier") or "Standard"
    most = LARGEST_PARAMETERS.get(tier, LARGEST_PARAMETERS["Advanced"])
    if len(value.encode()) > most:
        raise ValidationException(f"{tier} tier parameters support a maximum parameter value of {most} characters.")
    if re.search(r"\{\{.*\}\}", value, re.DOTALL):
        raise ValidationException("Parameter value can't nest another parameter. Do not use \"{{}}\" in the value.")
    return original(self, name, description, value, *args, **options)
