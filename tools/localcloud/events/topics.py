"""Topics to functions and queues: filter policies, envelopes as of SNS, dead-letter queues.

docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html. Signatures are not real: a subscriber
that verifies them fails.
"""
import json
import logging
import time
import urllib.parse
import urllib.request
from typing import Any

from moto.sqs.models import sqs_backends

from aws import arns, clients
from aws.events import patterns
from localcloud.events import stamps, targets
from localcloud.moto.state import ACCOUNT, LOCK

POST_SECONDS = 15  # SNS waits as long for a response
log = logging.getLogger("localcloud.events")


def matches_filter(subscription, message, attributes):
    """Whether the subscription's filter policy matches the message. subscription: moto's."""
    policy = subscription._filter_policy or {}
    if not policy:
        return True
    if subscription.attributes.get("FilterPolicyScope") == "MessageBody":
        try:
            return patterns.first_mismatch(policy, json.loads(message)) is None
        except (ValueError, RecursionError):
            return False
    plain = {name: _plain(value) for name, value in (attributes or {}).items()}
    return patterns.first_mismatch(policy, plain) is None


def deliver(world, subscription, notification, group=None, deduplication=None):
    """Sends a notification to a subscriber; an undeliverable one goes to the log and the dead-letter queue."""
    caller = {"service": "sns.amazonaws.com", "arn": subscription.topic.arn}
    try:
        if subscription.protocol == "lambda":
            text = json.dumps(lambda_event(subscription.arn, notification))
            targets.send(world, subscription.endpoint, text, caller)
        elif subscription.protocol in ("http", "https"):
            post(subscription.endpoint, notification)
        elif subscription.protocol != "sqs":
            log.warning("%s to %s is not sent from the local cloud: %s", subscription.protocol, subscription.endpoint,
                     notification["Message"])
        else:
            _send_to_queue(subscription, notification, caller, group, deduplication)
    except targets.Undeliverable as error:
        log.error("%s: %s", subscription.arn, error)
        _send_to_dead_letter_queue(world, subscription, notification)


def notification(subscription: Any, message: str, message_id: str, subject: str | None,
                 attributes: dict | None) -> dict:
    """The fields of a message that its JSON in a queue and its event of a lambda share, in SNS's order.

    subscription  moto's
    attributes    {name: {"Type", "Value"}}
    """
    host = f"https://sns.{arns.region(subscription.topic.arn)}.amazonaws.com"
    return {
        "Type": "Notification",
        "MessageId": message_id,
        "TopicArn": subscription.topic.arn,
        "Subject": subject,
        "Message": message,
        "Timestamp": stamps.milliseconds(time.time()),
        "SignatureVersion": "1",
        "Signature": "EXAMPLE",
        "SigningCertURL": f"{host}/SimpleNotificationService-local.pem",
        "UnsubscribeURL": f"{host}/?Action=Unsubscribe&SubscriptionArn={subscription.arn}",
        "MessageAttributes": {name: {"Type": value["Type"], "Value": _text(value["Value"])}
                              for name, value in (attributes or {}).items()},
    }


def lambda_event(subscription_arn: str, parts: dict) -> dict:
    """The event of a lambda for one message. parts: as of notification(); two of them get another spelling."""
    renamed = {"SigningCertURL": "SigningCertUrl", "UnsubscribeURL": "UnsubscribeUrl"}
    return {"Records": [{
        "EventSource": "aws:sns",
        "EventVersion": "1.0",
        "EventSubscriptionArn": subscription_arn,
        "Sns": {renamed.get(name, name): value for name, value in parts.items()},
    }]}


def post(url, parts):
    """Posts a notification to a URL of this machine; to any other it is only logged.

    docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.prepare.html
    """
    if urllib.parse.urlsplit(url).hostname not in clients.LOOPBACK:
        log.warning("nothing is sent from the local cloud to %s: %s", url, parts["Message"])
        return
    headers = {"x-amz-sns-message-type": parts["Type"], "x-amz-sns-message-id": parts["MessageId"],
               "x-amz-sns-topic-arn": parts["TopicArn"], "Content-Type": "text/plain; charset=UTF-8"}
    request = urllib.request.Request(url, queue_body(parts).encode(), headers)
    try:
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=POST_SECONDS).close()
    except OSError as error:
        raise targets.Undeliverable("NO_RESOURCE", f"{url}: {error}")


def queue_body(parts):
    """The body of a message in a queue: no Subject and no MessageAttributes where there are none."""
    return json.dumps({name: value for name, value in parts.items() if value not in (None, {})}, indent=2)


def _send_to_queue(subscription, parts, caller, group, deduplication):
    """Sends the envelope, or the raw message; SNS needs no message group where the topic has none."""
    raw = str(subscription.attributes.get("RawMessageDelivery", "")).lower() == "true"
    arn = subscription.endpoint
    with LOCK:
        backend = sqs_backends[ACCOUNT][arns.region(arn)]
        queue = backend.queues.get(arns.last(arn))
        if queue is None:
            raise targets.missing(arn)
        targets.check_permission(queue._policy_json["Statement"], "sqs:SendMessage", arn, caller)
        backend.send_message(
            queue.name, parts["Message"] if raw else queue_body(parts),
            message_attributes=_raw_attributes(parts) if raw else None,
            deduplication_id=deduplication, group_id=group, validate_group_id=False)


def _raw_attributes(parts):
    """{name: {"DataType", "StringValue" or "BinaryValue"}}: message attributes in SQS's form."""
    return {name: {"DataType": value["Type"],
                   "BinaryValue" if value["Type"].startswith("Binary") else "StringValue": value["Value"]}
            for name, value in parts["MessageAttributes"].items()}


def _send_to_dead_letter_queue(world, subscription, parts):
    """Sends the notification to the subscription's own dead-letter queue, if it has one."""
    policy = subscription.attributes.get("RedrivePolicy") or "{}"
    queue = (json.loads(policy) if isinstance(policy, str) else policy).get("deadLetterTargetArn")
    if queue:
        targets.send_or_log(world, queue, queue_body(parts), f"{subscription.arn}: a message is lost",
                            {"service": "sns.amazonaws.com", "arn": subscription.topic.arn})


def _plain(attribute):
    """The value that a filter policy matches: a number for a Number, a list for a String.Array.

    A value that is no such thing is a text: moto checks only the type "Number" itself.
    """
    kind, value = attribute["Type"], attribute["Value"]
    try:
        if kind.startswith("Number"):
            return float(value)
        if kind == "String.Array":
            return json.loads(value)
    except (ValueError, RecursionError):
        pass
    return value


def _text(value):
    """The text of a message attribute (a text, bytes or a number), for JSON."""
    return value.decode() if isinstance(value, bytes) else str(value)
