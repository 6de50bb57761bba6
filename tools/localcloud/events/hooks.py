"""Replacements of moto's functions. Each function takes the world and moto's original, and returns the replacement."""
import functools
import uuid

from moto.core.utils import unix_time_millis
from moto.dynamodb.models import dynamodb_backends
from moto.kinesis.models import kinesis_backends
from moto.sqs.models import sqs_backends

from localcloud import tracing
from localcloud.events import buses, mappings, objects, topics


def no_operation(_world, _original):
    """A replacement that does nothing: moto emits an event for S3's CreateBucket, AWS only through CloudTrail."""
    return lambda *_args, **_options: None


def send_to_targets(world, original):
    """The replacement of Rule.send_to_targets, which moto calls for replays of archives; moto stores archives."""
    def replaced(self, original_event, transform_input=True):
        if self.managed_by:
            original(self, original_event, transform_input)
        elif self.state == "ENABLED" and self.event_pattern.dump():
            event = {key: value for key, value in original_event.items() if key != "ingestion-time"}
            buses.start_if_matching(world, self, event)
    return replaced


def put_events(world, _original):
    """The replacement of moto's put_events: buses.put_events() matches the rules of the world."""
    return lambda self, events: buses.put_events(world, self, events)


def wake_schedules(world, original):
    """A replacement that wakes the schedules after a rule or schedule was put."""
    @functools.wraps(original)
    def replaced(*args, **options):
        result = original(*args, **options)
        world.schedules.wake()
        return result
    return replaced


def emit_object_event(world, _original):
    """The replacement of moto's sender of S3 notifications: emits every event that AWS has."""
    def replaced(account_id, event_name, bucket, key):
        name = str(getattr(event_name, "value", event_name)).removeprefix("s3:")
        if objects.is_event_of_aws(name):
            objects.emit(world, name, bucket, key)
    return replaced


def put_object_tagging(_world, original):
    """The replacement of PutObjectTagging, which alone emits events of tags: moto emits them for new objects too."""
    def replaced(self):
        with objects.call_in_progress("tags"):
            return original(self)
    return replaced


def complete_multipart_upload(_world, original):
    """The replacement of CompleteMultipartUpload: one event for the upload; moto emits a second for the put."""
    def replaced(self, *args, **options):
        with objects.call_in_progress("parts"):
            return original(self, *args, **options)
    return replaced


def set_delete_marker(world, original):
    """The replacement of _set_delete_marker, which emits the event that moto lacks."""
    def replaced(self, bucket_name, key_name):
        marker = original(self, bucket_name, key_name)
        objects.emit(world, "ObjectRemoved:DeleteMarkerCreated", self.get_bucket(bucket_name), marker)
        return marker
    return replaced


def publish_to_subscription(world, original):
    """The replacement of Subscription.publish: the queues at once, so in order, and everything else by a worker."""
    def replaced(self, message, message_id, subject=None, message_attributes=None, group_id=None,
                 deduplication_id=None, message_structure=None):
        if not topics.matches_filter(self, message, message_attributes):
            return None
        if message_structure == "json":
            message = self._parse_message_structure(message, self.protocol)
        parts = topics.notification(self, message, message_id, subject, message_attributes)
        if self.protocol == "sqs":
            return topics.deliver(world, self, parts, group_id, deduplication_id)
        return world.clock.soon(topics.deliver, world, self, parts)
    return replaced


def receive_message(_world, original):
    """The replacement of ReceiveMessage, with the system attribute of dead letters that moto lacks."""
    def replaced(self):
        response = original(self)
        received = response._result.get("Messages", [])
        sources = {message.id: getattr(message, "local_dead_letter_source", None) for message in
                   self.sqs_backend.get_queue(self._get_queue_name())._messages} if received else {}
        for message in received:
            source = sources.get(message["MessageId"])
            if source and "SentTimestamp" in message.get("Attributes", {}):  # all system attributes are wanted
                message["Attributes"]["DeadLetterQueueSourceArn"] = source
        return response
    return replaced


def add_message(world, original):
    """The replacement of Queue.add_message, which wakes the pollers, and notes the sender's trace and the source of a
    dead letter."""
    def replaced(self, message):
        trace = tracing.current().header
        if trace and not hasattr(message, "local_queue") and not message.system_attributes.get("AWSTraceHeader"):
            message.system_attributes["AWSTraceHeader"] = {"DataType": "String", "StringValue": trace}
        source_arn = getattr(message, "local_queue", self.queue_arn)
        if source_arn != self.queue_arn:
            message.local_dead_letter_source = source_arn
        message.local_queue = self.queue_arn
        original(self, message)
        world.mappings.wake_pollers_of(self.queue_arn)
    return replaced


def send_message(_world, original):
    """The replacement of send_message, in which the queue does not count its messages (see attributes)."""
    def replaced(self, queue_name, *args, **options):
        queue = self.get_queue(queue_name)
        queue.local_sending = True
        try:
            return original(self, queue_name, *args, **options)
        finally:
            queue.local_sending = False
    return replaced


def attributes(_world, original):
    """The replacement of Queue.attributes without moto's count: for one attribute moto computes all of them.

    With 5,000 messages in the queue, sending ten took half a second.
    """
    def replaced(self):
        if not getattr(self, "local_sending", False):
            return original.fget(self)
        values = {"ContentBasedDeduplication": str(self.content_based_deduplication).lower()}
        return values if self.fifo_queue else {}
    return property(replaced)


def change_visibility(world, _original):
    """The replacement of Message.change_visibility, by the local cloud's clock, which may run faster."""
    def replaced(self, visibility_timeout):
        self.visible_at = unix_time_millis() + 1000 * world.clock.real(int(visibility_timeout))
    return replaced


def delay(world, _original):
    """The replacement of Message.delay, by the local cloud's clock, which may run faster."""
    def replaced(self, delay_seconds):
        self.delayed_until = unix_time_millis() + 1000 * world.clock.real(int(delay_seconds))
    return replaced


def add_change(world, original):
    """The replacement of StreamShard.add, which wakes the table's pollers for each real change, once.

    A write that changes nothing has no stream record (recorded from AWS). moto's update_item of a new item
    writes its keys first: that INSERT is dropped for the one that follows, still within the same request.
    """
    def replaced(self, old, new):
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
    return replaced


def create_mapping(world, original):
    """The replacement of create_event_source_mapping: Pareto's poller, outside the requests that write."""
    def replaced(self, spec):
        mapping = original(self, spec)
        queues = sqs_backends[self.account_id][self.region_name].queues
        tables = dynamodb_backends[self.account_id][self.region_name].tables
        streams = kinesis_backends[self.account_id][self.region_name].streams
        mappings.adopt(world, mapping, queues, tables, streams)
        return mapping
    return replaced


def wake_pollers(world, original):
    """A replacement that wakes the pollers after a mapping or a function changed."""
    def replaced(*args, **options):
        result = original(*args, **options)
        world.mappings.wake_all()
        return result
    return replaced


def describe_table(_world, original):
    """The replacement of Table.describe, which adds a table's id, and omits empty lists of indexes."""
    def replaced(self, base_key="TableDescription"):
        response = original(self, base_key)
        if not hasattr(self, "local_id"):
            self.local_id = str(uuid.uuid4())
        description = {name: value for name, value in response[base_key].items()
                       if value or not name.endswith("SecondaryIndexes")}
        return {**response, base_key: {**description, "TableId": self.local_id}}
    return replaced
