"""`from:` of a queue: a topic, or a rule of EventBridge, which sends to the queue; and the queue's policy for it.

    queue:
      batch: 10
      from: {source: {type: topic, name: orders}}       # every message of the topic of lambda orders
      from: {source: {type: topic, name: News}}         # of the topic News of resources.yaml
      from: {source: {type: topic, name: orders}, filter: {attributes: {kind: [refund]}}}
      from: {source: {type: bucket, name: demo}, topic: Object Created, prefix: inbox/}
      from: {source: {type: bucket, name: demo, form: notification}}     # the bodies have S3's own form

A message that SNS cannot deliver is moved to the queue's dead-letter queue, which must be of the topic's kind, FIFO or
not; an event of a rule to the failures queue, which is not FIFO, as EventBridge requires.
docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
"""
from typing import Any

from aws import cfn
from aws.app import AppModel, Lambda
from kit import names
from kit.problems import KeyProblem
from recipes import (
    bus_source,
    event,
    event_shapes,
    failures_queue,
    foreign_words,
    object_source,
    own_resources,
    permission,
    subscription_filter,
)

EVENTS: Any = event.SCHEMA
ENTRY = EVENTS["items"]["properties"]
SCHEMA = {
    "type": "object",
    "description": "what sends to the queue besides code: a lambda's topic, `{source: {type: topic, name: orders}}`, "
                   "or one of resources.yaml by its logical id, whose messages are the bodies; or a rule as in "
                   "`events`, whose events are the bodies, as JSON",
    "properties": {
        **{field: ENTRY[field] for field in ("topic", "prefix", "suffix", "pattern", "retries", "age")},
        "source": {**ENTRY["source"],
                   "description": "a source as in `events`, or a topic, by the name of its lambda or its logical id",
                   "properties": {"name": ENTRY["source"]["properties"]["name"],
                                  "form": ENTRY["source"]["properties"]["form"],
                                  "type": {"type": "string", "enum": sorted([
                                      "topic", *ENTRY["source"]["properties"]["type"]["enum"]])}}},
        "filter": {**subscription_filter.SCHEMA,
                   "description": "which messages of a topic are put into the queue, by a pattern of their attributes "
                                  "or of their JSON"}},
    "elsewhere": foreign_words.OF_EVENTS,
    "additionalProperties": False,
    "examples": [{"source": {"type": "topic", "name": "orders"}}],
}


def topic_name(block: dict) -> str | None:
    """The name of the lambda to whose topic a queue's block subscribes, or its id in resources.yaml; or None."""
    source = (block.get("from") or {}).get("source", {})
    return source["name"] if source.get("type") == "topic" else None


def problems(block: dict) -> list[KeyProblem]:
    """[(key, message, hint)] of `from` of a queue's block."""
    if "from" not in block:
        return []
    entry = block["from"] or {}
    if topic_name(block) is None:
        faults = [("from.filter", "filter is for the messages of a topic", "write a `pattern` of the events, or "
                   "`filter` beside `from`, a pattern of the body")] * ("filter" in entry)
        if object_source.is_notification(entry) and block.get("fifo"):
            faults.append(("from.source.form", "S3 sends no notification to a FIFO queue", "remove form, or fifo"))
        return faults + event.entry_problems("from", entry, "queue.from")
    form = [("from.source.form", "form is for the events of objects, and the source is a topic", "remove form")]
    return form * ("form" in entry["source"]) + [(f"from.{key}", f"the messages of a topic have no {key}",
             f"remove {key}; `filter` selects messages by their attributes or their JSON")
            for key in entry if key not in ("source", "filter")] + [
        (f"from.{key}", message, hint) for key, message, hint in subscription_filter.problems(entry, "queue.from")]


def normal(block: dict) -> dict:
    """The block, whose rule has the name "queue", and a prefix and suffix as a part of its pattern."""
    if "from" not in block or topic_name(block):
        return block
    return {**block, "from": {**event.normal([block["from"]])[0], "name": "queue"}}


def body_shape(block: dict) -> dict:
    """The shape of the JSON in the body of a message."""
    if "from" not in block or topic_name(block):
        return event_shapes.PARSED
    return event_shapes.of_events([block["from"]])


def rule_id(name: str) -> str:
    """"OrdersQueueRule" of lambda "orders"."""
    return names.logical_id(name, "queue", "rule")


def resources(app: AppModel, fn: Lambda, queue_id: str, dlq_id: str) -> dict[str, dict]:
    """{logical id: resource} of `from` of the lambda's queue; {} without it."""
    block = fn["infra"]["queue"]
    if "from" not in block:
        return {}
    of = topic_name(block)
    if of:
        filters = subscription_filter.properties(block["from"])
        if of in app["lambdas"]:
            return of_topic(queue_id, (queue_id, dlq_id), cfn.ref(names.logical_id(of, "topic")), filters)
        own = own_resources.section(app, "Resources")[of]
        condition = {key: own[key] for key in ("Condition",) if key in own}
        return {id_: {**resource, **condition}
                for id_, resource in of_topic(queue_id, (queue_id, dlq_id), cfn.ref(of), filters).items()}
    return of_rule(app, fn, queue_id, block["from"])


def of_topic(stem: str, queue_ids: tuple[str, str], topic_arn: dict, more: dict) -> dict[str, dict]:
    """{logical id: resource}: the subscription of a queue, and the queue's policy. The body is the message itself.

    stem       of the logical ids: "OrdersQueue"
    queue_ids  of the queue and its dead-letter queue
    more       properties of the subscription: its filter
    """
    return {
        f"{stem}Policy": policy([*queue_ids], "sns.amazonaws.com", topic_arn),
        f"{stem}Subscription": cfn.resource("AWS::SNS::Subscription", {
            "TopicArn": topic_arn, "Protocol": "sqs", "Endpoint": cfn.arn(queue_ids[0]),
            "RawMessageDelivery": True, "RedrivePolicy": {"deadLetterTargetArn": cfn.arn(queue_ids[1])}, **more})}


def of_rule(app: AppModel, fn: Lambda, queue_id: str, entry: dict) -> dict[str, dict]:
    """{logical id: resource}: the rule whose target is a queue, and the queue's policy. The body is the event as JSON.

    entry  in normal form, as one of `events`
    """
    group = {"SqsParameters": {"MessageGroupId": fn["name"]}} if fn["infra"]["queue"]["fifo"] else {}
    is_notification = object_source.is_notification(entry)
    target = object_source.target(app, fn, entry) if is_notification else \
        failures_queue.target(cfn.arn(queue_id), **group)
    rule = cfn.resource("AWS::Events::Rule", {
        **event.on_bus(app, entry), "EventPattern": event.event_pattern(app, entry), "State": "ENABLED",
        "Targets": [{**target, **bus_source.retry_policy(entry)}]})
    if is_notification:  # the role of the function that makes it may send to the queue
        return {rule_id(fn["name"]): rule}
    return {f"{queue_id}Policy": policy([queue_id], "events.amazonaws.com", cfn.arn(rule_id(fn["name"]))),
            rule_id(fn["name"]): rule}


def shared(app: AppModel, fns: list[Lambda]) -> dict[str, dict]:
    """{logical id: resource}: the function that makes notifications, unless `events` of a lambda add it."""
    has_events = any("events" in fn["infra"] for fn in app["lambdas"].values())
    return {} if has_events else object_source.shared(app, fns)


def policy(queue_ids: list[str], service: str, source_arn: dict) -> dict:
    """The AWS::SQS::QueuePolicy that lets one topic or rule send to queues."""
    return cfn.resource("AWS::SQS::QueuePolicy", {
        "Queues": [cfn.ref(id_) for id_ in queue_ids],
        "PolicyDocument": permission.document([{
            "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": [cfn.arn(id_) for id_ in queue_ids],
            "Principal": {"Service": service}, "Condition": {"ArnEquals": {"aws:SourceArn": source_arn}}}])})
