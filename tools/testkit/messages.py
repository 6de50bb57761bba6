"""The events of queues, topics and timers, as Lambda passes them to a function."""
import json
import uuid
from types import SimpleNamespace

from moto.sqs.models import sqs_backends

from kit import names
from localcloud.events import in_flight, queue_records, record_filter, topics
from localcloud.moto.state import ACCOUNT
from recipes import queue as recipe


def text(message):
    """The text that is sent for a message: a text as it is, anything else as JSON."""
    return message if isinstance(message, str) else json.dumps(message)


def of_queue(world, name, bodies, attributes, group):
    """The event of messages that are sent to the lambda's queue, and received by Lambda's poller after their delay.

    attributes  {"kind": "order"} of each message
    group       the MessageGroupId of each, in a FIFO queue
    """
    resource = world.state.resource(recipe.ids(name)[0])
    backend = sqs_backends[ACCOUNT][world.app.region]
    queue = backend.get_queue(resource.attributes["QueueName"])
    message_attributes = {key: {"DataType": "String", "StringValue": value} for key, value in attributes.items()}
    sent_messages = []
    for body in bodies:
        ids = {"group_id": group, "deduplication_id": str(uuid.uuid4())} if queue.fifo_queue else {}
        sent_messages.append(backend.send_message(queue.name, text(body), message_attributes=message_attributes, **ids))
    arn = resource.attributes["Arn"]
    return {"Records": [queue_records.record(message, arn) for message in in_flight.receive(queue, sent_messages)]}


def end_delays(name, region):
    """Makes the delayed messages of a queue visible: a test does not wait for them. name: in AWS"""
    for message in sqs_backends[ACCOUNT][region].get_queue(name)._messages:
        message.delayed_until = 0


def filter_refusal(app, name, event):
    """(message, hint, None) if Lambda deletes messages of the event, because no filter of the queue matches them."""
    criteria = app.template["Resources"][names.logical_id(name, "queue", "mapping")]["Properties"].get("FilterCriteria")
    deleted = [record["body"] for record in event["Records"] if not record_filter.passes(criteria, record)]
    return (f"no filter of the queue of {name} matches {', '.join(deleted)}: Lambda deletes it",
            "correct the filter or the message, or add refused=True", None) if deleted else None


def of_topic(app, name, message, subject, attributes):
    """The event of one message, as SNS passes it to a function."""
    arn = app.scope.resources[names.logical_id(name, "topic")].ref
    subscription = SimpleNamespace(arn=f"{arn}:{uuid.uuid4()}", topic=SimpleNamespace(arn=arn))
    message_attributes = {key: {"Type": "String", "Value": value} for key, value in attributes.items()}
    parts = topics.notification(subscription, text(message), str(uuid.uuid4()), subject, message_attributes)
    return topics.lambda_event(subscription.arn, parts)


def of_timer(timer):
    """The input of the rule, which is the whole event."""
    return json.loads(json.dumps(timer["body"]))
