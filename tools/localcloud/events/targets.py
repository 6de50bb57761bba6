"""Sends a text to the target with an ARN: a function, queue, topic, event bus, log group, bucket or state machine.

A caller ({"service": "events.amazonaws.com", "arn": rule's ARN}) needs permission by the
target's own policy, as on AWS; a function (a record of its invocations) needs it by its role; without both a role
delivers that is not checked here.
"""
import logging
import time
import uuid

from moto.events.models import events_backends
from moto.logs.models import logs_backends
from moto.s3.models import s3_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from aws import arns
from aws.iam import evaluation
from localcloud.authorization import role_checks
from localcloud.functions import versions
from localcloud.moto import state
from localcloud.moto.state import ACCOUNT, LOCK

log = logging.getLogger("localcloud.events")


class Undeliverable(Exception):
    """AWS would not deliver this either, even with retries. code: EventBridge's ERROR_CODE."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def send(world, arn, text, caller=None, group=None, attributes=None, event=None, key="", function=None):
    """Delivers or raises Undeliverable.

    group       the message group of a FIFO queue
    attributes  of a message in a queue or topic: {"RequestID": ("String", "..."), ...}
    event       the whole event, which an event bus gets instead of the text
    key         of the object in a bucket
    function    whose role delivers: moto's LambdaFunction
    """
    sender = _SENDERS.get(arns.service(arn)) if arn.count(":") >= 5 else None
    if sender is None:
        raise Undeliverable("INVALID_PARAMETER", f"target {arn} is not supported by the local cloud")
    action = function and role_checks.delivery_denial(function, arn, key)
    if action:
        raise Undeliverable("NO_PERMISSIONS", f"the role of {function.function_name} does not allow {action} on {arn}")
    sender(world, arn, text, caller, {"group": group, "attributes": attributes or {}, "event": event, "key": key})


def send_or_log(world, arn, text, owner, caller=None, **options):
    """As send(), where nobody waits for the result: an error goes to the log, after the text `owner`."""
    try:
        send(world, arn, text, caller, **options)
    except Undeliverable as error:
        log.error("%s: %s", owner, error)


def check_permission(statements, action, arn, caller):
    """Raises Undeliverable, with the missing permission, unless the policy's statements allow the caller the action."""
    source = caller and {"aws:SourceArn": caller["arn"], "aws:SourceAccount": ACCOUNT}
    if caller and not evaluation.resource_allows(statements, caller["service"], action, None, source):
        raise Undeliverable("NO_PERMISSIONS", f"{caller['service']} may not do {action} on {arn}: its policy "
                                              f"has no permission for {caller['arn']}")


def missing(arn):
    """The Undeliverable for a target that does not exist."""
    return Undeliverable("NO_RESOURCE", f"{arn} does not exist")


def check_target(world, arn, caller):
    """Raises Undeliverable unless a function, queue or topic exists and lets the caller send to it. Under LOCK."""
    if arns.service(arn) == "lambda":
        receiver = world.functions.find(arn, arns.region(arn))
        statements, action = receiver and versions.statements(receiver, arn), "lambda:InvokeFunction"
    elif arns.service(arn) == "sqs":
        receiver = sqs_backends[ACCOUNT][arns.region(arn)].queues.get(arns.last(arn))
        statements, action = receiver and receiver._policy_json["Statement"], "sqs:SendMessage"
    else:
        receiver = sns_backends[ACCOUNT][arns.region(arn)].topics.get(arn)
        statements, action = receiver and receiver._policy_json["Statement"], "sns:Publish"
    if receiver is None:
        raise missing(arn)
    check_permission(statements, action, arn, caller)


def _send_to_function(world, arn, text, caller, _options):
    """Invokes the function asynchronously: its own retries and destinations follow."""
    check_target(world, arn, caller)
    world.invoke_async(arn, text.encode())


def _send_to_queue(world, arn, text, caller, options):
    """Sends directly through moto: its API would only check the length and the characters."""
    with LOCK:
        check_target(world, arn, caller)
        sqs_backends[ACCOUNT][arns.region(arn)].send_message(
            arns.last(arn), text, group_id=options["group"],
            message_attributes={name: {"DataType": kind, "StringValue": value}
                                for name, (kind, value) in options["attributes"].items()})


def _send_to_topic(world, arn, text, caller, options):
    """Publishes; workers deliver to its subscriptions (hooks.publish_to_subscription)."""
    with LOCK:
        check_target(world, arn, caller)
        sns_backends[ACCOUNT][arns.region(arn)].publish(message=text, arn=arn, message_attributes={
            name: {"Type": kind, "Value": value} for name, (kind, value) in options["attributes"].items()})


def _send_to_bus(world, arn, _text, _caller, options):
    """Publishes the whole event, with its own id and time."""
    with LOCK:
        bus = events_backends[ACCOUNT][arns.region(arn)].event_buses.get(arns.last(arn))
        if bus is None:
            raise missing(arn)
        world.publish(bus, options["event"])


def _send_to_logs(_world, arn, text, _caller, _options):
    """Writes one log event into a stream of its own, as EventBridge does."""
    with LOCK:
        backend = logs_backends[ACCOUNT][arns.region(arn)]
        group = arns.resource(arn).removeprefix("log-group:").removesuffix(":*")
        if group not in backend.groups:
            raise missing(arn)
        stream = str(uuid.uuid4())
        backend.create_log_stream(group, stream)
        backend.put_log_events(group, stream, [{"timestamp": int(time.time() * 1000), "message": text}])


def _send_to_bucket(_world, arn, text, _caller, options):
    """Writes an object, which emits its own events."""
    with LOCK:
        backend = s3_backends[ACCOUNT]["aws"]
        if arns.last(arn) not in backend.buckets:
            raise missing(arn)
        backend.put_object(arns.last(arn), options["key"], text.encode())


def _send_to_machine(_world, arn, text, caller, _options):
    """Starts an execution. A rule and a schedule need a role for it: a state machine has no policy of its own."""
    states = state.client("stepfunctions", arns.region(arn))
    check_permission([], "states:StartExecution", arn, caller)
    try:
        states.start_execution(stateMachineArn=arn, input=text)
    except states.exceptions.StateMachineDoesNotExist:
        raise missing(arn) from None


_SENDERS = {
    "lambda": _send_to_function,
    "sqs": _send_to_queue,
    "sns": _send_to_topic,
    "events": _send_to_bus,
    "logs": _send_to_logs,
    "s3": _send_to_bucket,
    "states": _send_to_machine,
}
