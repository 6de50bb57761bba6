"""What replaces moto's functions. A maker takes the world and the original, and returns the replacement."""
from moto.core.utils import unix_time_millis
from moto.dynamodb.models import dynamodb_backends
from moto.sqs.models import sqs_backends

from localcloud.events import buses, logs, mappings, objects, topics


def nothing(_world, _original):
    """For what moto does and AWS does not: S3's CreateBucket reaches EventBridge through CloudTrail only."""
    return lambda *_args, **_options: None


def send_to_targets(world, original):
    """moto itself calls this for replays of archives; archives are left to moto."""
    def replaced(self, original_event, transform_input=True):
        if self.managed_by:
            original(self, original_event, transform_input)
        elif self.state == "ENABLED" and self.event_pattern.dump():
            event = {key: value for key, value in original_event.items() if key != "ingestion-time"}
            buses.offer(world, self, event)
    return replaced


def put_events(world, _original):
    """The whole of PutEvents."""
    return lambda self, events: buses.put_events(world, self, events)


def then_look(world, original):
    """After a rule or schedule was put."""
    def replaced(*args, **options):
        answer = original(*args, **options)
        world.schedules.look()
        return answer
    return replaced


def tell_of_object(world, _original):
    """Everything that S3 tells."""
    def replaced(account_id, event_name, bucket, key):
        name = str(getattr(event_name, "value", event_name)).removeprefix("s3:")
        if objects.is_asked_for(name):
            objects.tell(world, name, bucket, key)
    return replaced


def put_object_tagging(_world, original):
    """Only this call tells of tags: moto also tells of the (empty) tags of every new object."""
    def replaced(self):
        with objects.during("tags"):
            return original(self)
    return replaced


def complete_multipart_upload(_world, original):
    """Tells of the whole only: moto also tells that the object was put."""
    def replaced(self, *args, **options):
        with objects.during("parts"):
            return original(self, *args, **options)
    return replaced


def set_delete_marker(world, original):
    """A delete marker is told of; moto is silent."""
    def replaced(self, bucket_name, key_name):
        marker = original(self, bucket_name, key_name)
        objects.tell(world, "ObjectRemoved:DeleteMarkerCreated", self.get_bucket(bucket_name), marker)
        return marker
    return replaced


def delete_object(world, original):
    """A version that is deleted while others remain is told of; moto tells of the last one only."""
    def replaced(self, bucket_name, key_name, version_id=None, *args, **options):
        bucket = self.get_bucket(bucket_name)
        versions = bucket.keys.getlist(key_name) if version_id and bucket.is_versioned else []
        gone = [key for key in versions or [] if str(key.version_id) == str(version_id)]
        answer = original(self, bucket_name, key_name, version_id, *args, **options)
        if gone and bucket.keys.getlist(key_name):
            objects.tell(world, "ObjectRemoved:Delete", bucket, gone[0])
        return answer
    return replaced


def publish_to_subscription(world, original):
    """Functions and queues are ours, the rest stays with moto. Queues get theirs at once, so in order."""
    def replaced(self, message, message_id, subject=None, message_attributes=None, group_id=None,
                 deduplication_id=None, message_structure=None):
        if self.protocol not in ("lambda", "sqs"):
            return original(self, message, message_id, subject, message_attributes, group_id,
                            deduplication_id, message_structure)
        if not topics.wanted(self, message, message_attributes):
            return None
        if message_structure == "json":
            message = self._parse_message_structure(message, self.protocol)
        parts = topics.notification(self, message, message_id, subject, message_attributes)
        if self.protocol == "sqs":
            return topics.deliver(world, self, parts, group_id, deduplication_id)
        return world.clock.soon(topics.deliver, world, self, parts)
    return replaced


def send_log_events(world, original):
    """Filters for every kind of destination, and calls functions outside the writer's request."""
    def replaced(self, service, destination_arn, filter_name, log_events):
        events = logs.passing(self, filter_name, log_events)
        if events and service == "lambda":
            sent = logs.payload(self, filter_name, events)
            world.clock.soon(logs.deliver, world, self, destination_arn, sent)
        elif events:
            original(self, service, destination_arn, filter_name, events)
    return replaced


def add_message(world, original):
    """Wakes the queue's pollers; remembers where a message in a dead-letter queue came from."""
    def replaced(self, message):
        came_from = getattr(message, "local_queue", self.queue_arn)
        if came_from != self.queue_arn:
            message.local_dead_letter_source = came_from
        message.local_queue = self.queue_arn
        original(self, message)
        world.mappings.arrived(self.queue_arn)
    return replaced


def send_message(_world, original):
    """While a message is sent, the queue does not count itself (see attributes)."""
    def replaced(self, queue_name, *args, **options):
        queue = self.get_queue(queue_name)
        queue.local_sending = True
        try:
            return original(self, queue_name, *args, **options)
        finally:
            queue.local_sending = False
    return replaced


def attributes(_world, original):
    """moto asks for all attributes of a queue to learn one, and counts all messages three times for it.

    With 5,000 messages in the queue, sending ten took half a second.
    """
    def replaced(self):
        if not getattr(self, "local_sending", False):
            return original.fget(self)
        wanted = {"ContentBasedDeduplication": str(self.content_based_deduplication).lower()}
        return wanted if self.fifo_queue else {}
    return property(replaced)


def change_visibility(world, _original):
    """The visibility timeout, on a clock that may run faster."""
    def replaced(self, visibility_timeout):
        self.visible_at = unix_time_millis() + 1000 * world.clock.real(int(visibility_timeout))
    return replaced


def delay(world, _original):
    """The delay of a message, on a clock that may run faster."""
    def replaced(self, delay_seconds):
        self.delayed_until = unix_time_millis() + 1000 * world.clock.real(int(delay_seconds))
    return replaced


def add_change(world, original):
    """Tells the table's pollers of a change that is one, once.

    A write that changes nothing leaves no record (recorded from AWS). moto's update_item of a new item
    writes its keys first: that INSERT is dropped for the one that follows, still within the same request.
    """
    def replaced(self, old, new):
        if old is not None and new is not None and old.to_json() == new.to_json():
            return
        before = self.items[-1].record if self.items else None
        original(self, old, new)
        made = self.items[-1].record
        twice = before and before["eventName"] == made["eventName"] == "INSERT"
        if twice and before["dynamodb"]["Keys"] == made["dynamodb"]["Keys"]:
            made["dynamodb"]["SequenceNumber"] = before["dynamodb"]["SequenceNumber"]
            del self.items[-2]
        world.mappings.arrived(self.table.table_arn)
    return replaced


def create_mapping(world, original):
    """A poller serves the mapping, from outside the requests that write to its source."""
    def replaced(self, spec):
        mappings.check_new(self, spec)
        mapping = original(self, spec)
        queues = sqs_backends[self.account_id][self.region_name].queues
        tables = dynamodb_backends[self.account_id][self.region_name].tables
        mappings.adopt(world, mapping, queues, tables)
        return mapping
    return replaced


def then_change(world, original):
    """After a mapping or a function changed."""
    def replaced(*args, **options):
        answer = original(*args, **options)
        world.mappings.change()
        return answer
    return replaced
