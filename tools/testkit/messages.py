"""Batches of a queue, messages of a topic, and what a timer calls with: as AWS hands them to a function."""
import json
import uuid
from types import SimpleNamespace

from moto.sqs.models import sqs_backends

from kit import names
from localcloud.events import in_flight, queue_records, topics
from localcloud.moto.state import ACCOUNT
from recipes import queue as recipe


def text(message):
    """A text as it is; anything else as JSON."""
    return message if isinstance(message, str) else json.dumps(message)


def of_queue(world, name, bodies, attributes):
    """Messages that were sent to the lambda's queue, and received by Lambda's poller.

    attributes  {"kind": "order"} of each message
    """
    made = world.state.resource(recipe.ids(name)[0])
    backend = sqs_backends[ACCOUNT][world.app.region]
    queue = backend.get_queue(made.attributes["QueueName"])
    said = {key: {"DataType": "String", "StringValue": value} for key, value in attributes.items()}
    for body in bodies:
        backend.send_message(queue.name, text(body), message_attributes=said)
    arn = made.attributes["Arn"]
    return {"Records": [queue_records.record(one, arn) for one in in_flight.take(queue, len(bodies))]}


def of_topic(app, name, message, subject, attributes):
    """One message, as SNS hands it to a function."""
    arn = app.scope.resources[names.logical_id(name, "topic")].ref
    subscription = SimpleNamespace(arn=f"{arn}:{uuid.uuid4()}", topic=SimpleNamespace(arn=arn))
    said = {key: {"Type": "String", "Value": value} for key, value in attributes.items()}
    parts = topics.notification(subscription, text(message), str(uuid.uuid4()), subject, said)
    return topics.lambda_event(subscription.arn, parts)


def of_timer(timer):
    """The rule's input, which is the whole event."""
    return json.loads(json.dumps(timer["body"]))
