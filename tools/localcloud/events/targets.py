"""Hands a text to what an ARN names: a function, queue, topic, event bus or log group.

A caller ({"service": "events.amazonaws.com", "arn": rule's ARN}) needs leave from the target's
own policy, as on AWS; without a caller a role delivers, and roles are not checked here.
"""
import time
import uuid

from moto.events.models import events_backends
from moto.logs.models import logs_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from localcloud import resource_policy
from localcloud.events import arns
from localcloud.state import ACCOUNT, LOCK


class Undeliverable(Exception):
    """AWS would not deliver either, however often it tried. code: EventBridge's ERROR_CODE."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def send(world, arn, text, caller=None, group=None, attributes=None, event=None):
    """Delivers or raises Undeliverable.

    group       the message group of a FIFO queue
    attributes  of a message in a queue or topic: {"RequestID": ("String", "..."), ...}
    event       what an event bus gets instead of the text: a whole event
    """
    sender = _SENDERS.get(arns.service(arn)) if arn.count(":") >= 5 else None
    if sender is None:
        raise Undeliverable("INVALID_PARAMETER", f"target {arn} is not supported by the local cloud")
    sender(world, arn, text, caller, {"group": group, "attributes": attributes or {}, "event": event})


def check_leave(statements, action, arn, caller):
    """Raises Undeliverable unless the caller may do so, and says what policy is missing."""
    source = caller and {"aws:SourceArn": caller["arn"], "aws:SourceAccount": ACCOUNT}
    if caller and not resource_policy.permits(statements, caller["service"], action, None, source):
        raise Undeliverable("NO_PERMISSIONS", f"{caller['service']} may not do {action} on {arn}: its policy "
                                              f"has no leave for {caller['arn']}")


def missing(arn):
    """The Undeliverable of a target that does not exist."""
    return Undeliverable("NO_RESOURCE", f"{arn} does not exist")


def _send_to_function(world, arn, text, caller, _options):
    """As an asynchronous call: the function's own retries and destinations follow."""
    function = world.functions.find(arn, arns.region(arn))
    if function is None:
        raise missing(arn)
    check_leave(function.policy.statements, "lambda:InvokeFunction", arn, caller)
    world.invoke_async(arn, text.encode())


def _send_to_queue(_world, arn, text, caller, options):
    """Straight to moto: the API would check the length and the characters only."""
    with LOCK:
        backend = sqs_backends[ACCOUNT][arns.region(arn)]
        queue = backend.queues.get(arns.last(arn))
        if queue is None:
            raise missing(arn)
        check_leave(queue._policy_json["Statement"], "sqs:SendMessage", arn, caller)
        backend.send_message(
            queue.name, text, group_id=options["group"],
            message_attributes={name: {"DataType": kind, "StringValue": value}
                                for name, (kind, value) in options["attributes"].items()})


def _send_to_topic(_world, arn, text, caller, options):
    """Its subscribers are called by workers (hooks.publish_to_subscription)."""
    with LOCK:
        backend = sns_backends[ACCOUNT][arns.region(arn)]
        topic = backend.topics.get(arn)
        if topic is None:
            raise missing(arn)
        check_leave(topic._policy_json["Statement"], "sns:Publish", arn, caller)
        backend.publish(message=text, arn=arn, message_attributes={
            name: {"Type": kind, "Value": value} for name, (kind, value) in options["attributes"].items()})


def _send_to_bus(world, arn, _text, _caller, options):
    """The whole event, with the id and time it has."""
    with LOCK:
        bus = events_backends[ACCOUNT][arns.region(arn)].event_buses.get(arns.last(arn))
        if bus is None:
            raise missing(arn)
        world.publish(bus, options["event"])


def _send_to_logs(_world, arn, text, _caller, _options):
    """One log event in a stream of its own, as EventBridge writes them."""
    with LOCK:
        backend = logs_backends[ACCOUNT][arns.region(arn)]
        group = arns.resource(arn).removeprefix("log-group:").removesuffix(":*")
        if group not in backend.groups:
            raise missing(arn)
        stream = str(uuid.uuid4())
        backend.create_log_stream(group, stream)
        backend.put_log_events(group, stream, [{"timestamp": int(time.time() * 1000), "message": text}])


_SENDERS = {
    "lambda": _send_to_function,
    "sqs": _send_to_queue,
    "sns": _send_to_topic,
    "events": _send_to_bus,
    "logs": _send_to_logs,
}
