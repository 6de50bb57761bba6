"""The events of queues, topics and timers, as Lambda passes them to a function."""
import base64
import uuid
from types import SimpleNamespace
from typing import Any

from moto.kinesis.models import Record
from moto.sqs.models import sqs_backends

import recipes
from kit import names
from localcloud.events import in_flight, kinesis_streams, queue_records, record_filter, topics
from localcloud.moto.state import ACCOUNT
from recipes import data_stream, subscription_filter, topic
from recipes import queue as recipe
from testkit import arguments, failure

FIRST_NUMBER = 49590338271490256608559692538361571095921575989136588898  # of AWS's example of an event
SHARD = "shardId-000000000000"


def of_queue(world, name, bodies, attributes, group):
    """The event of messages that are sent to the lambda's queue, and received by Lambda's poller after their delay.

    attributes  {"kind": "order"} of each message
    group       the MessageGroupId of each, in a FIFO queue
    """
    return sent_messages(world, recipe.ids(name)[0], bodies, attributes, group)


def sent_messages(world, queue_id, bodies, attributes, group):
    """The event of messages in a queue of the template, by its logical id; the rest as of of_queue()."""
    resource = world.state.resource(queue_id)
    backend = sqs_backends[ACCOUNT][world.app.region]
    queue = backend.get_queue(resource.attributes["QueueName"])
    arguments.check_attributes(attributes)
    if queue.fifo_queue:
        arguments.check_group(group)
    message_attributes = {key: {"DataType": "String", "StringValue": value} for key, value in attributes.items()}
    sent = []
    for body in list(map(arguments.message_text, bodies)):
        ids: dict[str, Any] = {"group_id": group, "deduplication_id": str(uuid.uuid4())} if queue.fifo_queue else {}
        sent.append(backend.send_message(queue.name, body, message_attributes=message_attributes, **ids))
    arn = resource.attributes["Arn"]
    return {"Records": [queue_records.record(message, arn) for message in in_flight.receive(queue, sent)]}


def end_delays(name, region):
    """Makes the delayed messages of a queue visible: a test does not wait for them. name: in AWS"""
    for message in sqs_backends[ACCOUNT][region].get_queue(name)._messages:
        message.delayed_until = 0


def of_kinesis(world, name, entries, key):
    """The event of records of the stream that the lambda `name` reads.

    entries  bytes, texts, or values for JSON; key: the partition key of each
    """
    app = world.app
    stream_id = data_stream.stream_id(app.model["lambdas"][name]["infra"]["kinesis"]["stream"])
    stream_arn, role_arn = (app.scope.resources[id_].attributes["Arn"]
                            for id_ in (stream_id, names.logical_id(name, "role")))
    data = [entry if isinstance(entry, bytes) else arguments.message_text(entry).encode() for entry in entries]
    for item in data:
        if not isinstance(key, str):
            failure.misuse(f"a partition key is a text, not {key!r}", f"key={str(key)!r}")
        if refusal := kinesis_streams.record_problem(key, item):
            failure.misuse(f"Kinesis refuses it: {refusal}", "a test's record is as one that Kinesis takes")
    records = [Record(key, base64.b64encode(item).decode(), FIRST_NUMBER + next(world.changes), "") for item in data]
    return {"Records": [kinesis_streams.record(record, SHARD, stream_arn, role_arn) for record in records]}


def shown(records):
    """The records of a batch for a message: the bodies of a queue's, the keys of a row, the data of Kinesis."""
    if "dynamodb" in records[0]:
        return f"the change of {records[0]['dynamodb']['Keys']}"
    if "kinesis" in records[0]:
        return f"the data {base64.b64decode(records[0]['kinesis']['data'])!r}"
    return ", ".join(record["body"] for record in records)


def filter_refusal(app, name, trigger, event):
    """(message, hint, None) if no filter of the trigger of the lambda `name` matches some records of its event; else
    None."""
    criteria = app.template["Resources"][names.logical_id(name, trigger, "mapping")]["Properties"].get("FilterCriteria")
    refused = [record for record in event["Records"] if not record_filter.passes(criteria, record)]
    of, verb, part = recipes.TRIGGERS[trigger].REFUSED
    return (f"no filter of {of.format(name)} matches {shown(refused)}: Lambda {verb} it",
            f"correct the filter or the {part}, or add refused=True", None) if refused else None


def of_topic(world, name, message, subject, attributes, group):
    """The event of one message to the topic of the lambda `name`, as SNS passes it to a function; of a FIFO topic as
    Lambda receives it from the queue, and so of a topic to which the lambda's queue listens: without the subject."""
    app, infra = world.app, world.app.model["lambdas"][name]["infra"]
    if "topic" not in infra:
        arguments.check_subject(subject)
        return of_queue(world, name, [message], attributes, group)
    if topic.is_fifo(infra["topic"]):
        return sent_messages(world, topic.queue_ids(name)[0], [message], attributes, group)
    arn = app.scope.resources[names.logical_id(name, "topic")].ref
    subscription = SimpleNamespace(arn=f"{arn}:{uuid.uuid4()}", topic=SimpleNamespace(arn=arn))
    arguments.check_attributes(attributes)
    arguments.check_subject(subject)
    message_attributes = {key: {"Type": "String", "Value": value} for key, value in attributes.items()}
    text = arguments.message_text(message)
    parts = topics.notification(subscription, text, str(uuid.uuid4()), subject, message_attributes)
    return topics.lambda_event(subscription.arn, parts)


def topic_refusal(app, name, message, attributes):
    """(message, hint, key) if the filter of the lambda's topic, or of `from` of its queue, does not match a message."""
    infra = app.model["lambdas"][name]["infra"]
    key = "topic" if "topic" in infra else "queue.from"
    properties = subscription_filter.properties(infra["topic"] if "topic" in infra else infra["queue"]["from"])
    subscription = SimpleNamespace(_filter_policy=properties.get("FilterPolicy"), attributes=properties)
    values = {key: {"Type": "String", "Value": value} for key, value in attributes.items()}
    text = arguments.message_text(message)
    if topics.matches_filter(subscription, text, values):
        return None
    return (f"the filter of {'the topic' if key == 'topic' else key} of {name} does not match {text} with the "
            f"attributes {attributes}", "correct the filter or the message, or add refused=True", f"{key}.filter")
