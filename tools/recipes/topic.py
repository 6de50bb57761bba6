"""topic: the lambda's own SNS topic, which invokes it with every message.

    infra:
      topic:
        filter: {attributes: {kind: [order]}}     # or body: {status: [paid]}: the lambda gets only these
        subscribers: [ops@example.com, https://hooks.example.com/orders]
"""
import re

from aws import cfn
from aws.app import AppModel, Lambda
from kit import names, schema
from kit.problems import KeyProblem
from recipes import (
    event_shapes,
    failures_queue,
    foreign_words,
    function,
    nothing,
    permission,
    queue,
    queue_source,
    subscription_filter,
)

VARIABLE, CALLER_WAITS = "TOPIC", False  # see recipes/__init__.py
INVOKED, EXAMPLE = "a topic calls it", "an example of a message of its topic"
MESSAGE_PATH = ["Records", "[]", "Sns", "Message", "()"]
SENT_BY = ("sns", {"Publish": "Message", "PublishBatch": "Message"}, ("TopicArn", "Arn"))
EMAIL = re.compile(r"[^@\s]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
URL = re.compile(r"(https?)://[^\s/?#]+[^\s#]*")
QUEUE_BLOCK = schema.filled(queue.SCHEMA, {"fifo": True, "batch": 10})
SCHEMA = {
    "title": "topic",
    "description": "An SNS topic that invokes the lambda. Other lambdas publish to it with the variable "
                   "`DEMO_<LAMBDA>_TOPIC`.",
    "type": "object",
    "properties": {
        "fifo": {"type": "boolean", "default": False,
                 "description": "keep the order of messages with the same `MessageGroupId`, which every message needs. "
                                "SNS sends them to queues only: the lambda gets them from a FIFO queue of its own, in "
                                "the form of `queue`"},
        "filter": subscription_filter.SCHEMA,
        "subscribers": {"type": "array", "maxItems": 100, "items": {"type": "string"},
                        "description": "e-mail addresses, and URLs that SNS posts to: they get every message. Each "
                                       "must confirm once, by the link that SNS sends it",
                        "examples": [["ops@example.com"]]}},
    "elsewhere": foreign_words.OF_TOPIC,
    "additionalProperties": False,
    "examples": [{}, {"filter": {"attributes": {"kind": ["order"]}}}],
}


def problems(block: dict) -> list[KeyProblem]:
    """[(key, message, hint)] of a filter that SNS refuses, and of subscribers that are neither address nor URL."""
    return [*subscription_filter.problems(block, "topic"), *subscriber_problems(block)]


def subscriber_problems(block) -> list[KeyProblem]:
    """[(key, message, hint)] of `subscribers`."""
    subscribers = block.get("subscribers", [])
    if block.get("fifo") and subscribers:
        return [("subscribers", "SNS sends the messages of a FIFO topic to queues only", "remove subscribers, or fifo")]
    faults = []
    for at, endpoint in enumerate(subscribers):
        if not EMAIL.fullmatch(endpoint) and not URL.fullmatch(endpoint):
            faults.append((f"subscribers.{at}", f"{endpoint!r} is neither an e-mail address nor a URL",
                           "ops@example.com, or https://hooks.example.com/orders"))
        elif endpoint in subscribers[:at]:
            faults.append((f"subscribers.{at}", f"{endpoint!r} is listed twice", "remove one"))
    return faults


def normal(block: dict) -> dict:
    """A copy of the filled block, without what is not set: {} if nothing is."""
    return {key: value for key, value in block.items() if value}


def is_fifo(block: dict) -> bool:
    """Whether the topic is a FIFO topic."""
    return block.get("fifo", False)


def event_shape(block: dict) -> dict:
    """The shape of {"Records": [{"Sns": {"Message", ...}}]}; of a FIFO topic that of its queue's messages."""
    if is_fifo(block):
        return queue.event_shape(block)
    return event_shapes.mapping({"Records": event_shapes.list_of(event_shapes.NOTICE)})


def resource_id(name: str) -> str:
    """"OrdersTopic" of lambda "orders"."""
    return names.logical_id(name, "topic")


def queue_ids(name: str) -> tuple[str, str]:
    """("OrdersTopicQueue", "OrdersTopicQueueDlq") of lambda "orders", whose topic is a FIFO topic."""
    return names.logical_id(name, "topic", "queue"), names.logical_id(name, "topic", "queue", "dlq")


def resources(app: AppModel, fn: Lambda) -> dict[str, dict]:
    """{"OrdersTopic": ..., "OrdersTopicSubscription": ..., "OrdersTopicPermission": ...}, and subscribers."""
    block, topic_id = fn["infra"]["topic"], resource_id(fn["name"])
    fifo = {"FifoTopic": True, "ContentBasedDeduplication": True} if is_fifo(block) else {}
    return {topic_id: cfn.resource("AWS::SNS::Topic", fifo),
            **(queue_parts(fn) if fifo else function_parts(fn)),
            **{f"{topic_id}Subscriber{names.short_hash(endpoint)}": cfn.resource("AWS::SNS::Subscription", {
                "TopicArn": cfn.ref(topic_id), "Protocol": protocol(endpoint), "Endpoint": endpoint,
                "RedrivePolicy": {"deadLetterTargetArn": cfn.arn(failures_queue.ID)}})
               for endpoint in block.get("subscribers", [])}}


def function_parts(fn: Lambda) -> dict[str, dict]:
    """{logical id: resource}: the subscription of the lambda's function, and the topic's permission to invoke it."""
    topic_id, function_id = resource_id(fn["name"]), names.logical_id(fn["name"], "function")
    return {
        f"{topic_id}Subscription": cfn.resource("AWS::SNS::Subscription", {
            "TopicArn": cfn.ref(topic_id),
            "Protocol": "lambda",
            "Endpoint": cfn.arn(function_id),
            "RedrivePolicy": {"deadLetterTargetArn": cfn.arn(failures_queue.ID)},
            **subscription_filter.properties(fn["infra"]["topic"])}),
        f"{topic_id}Permission": function.invoke_permission(function_id, "sns.amazonaws.com", cfn.ref(topic_id))}


def queue_parts(fn: Lambda) -> dict[str, dict]:
    """{logical id: resource}: the FIFO queue between a FIFO topic and the function."""
    queue_id, dlq_id = queue_ids(fn["name"])
    return {**queue.queue_pair(queue_id, dlq_id, QUEUE_BLOCK, fn["infra"]["timeout"]),
            f"{queue_id}Mapping": queue.mapping(names.logical_id(fn["name"], "function"), queue_id, QUEUE_BLOCK),
            **queue_source.of_topic(queue_id, (queue_id, dlq_id), cfn.ref(resource_id(fn["name"])),
                                    subscription_filter.properties(fn["infra"]["topic"]))}


def protocol(endpoint):
    """The protocol of a subscriber: "email", "http" or "https"."""
    url = URL.fullmatch(endpoint)
    return url[1] if url else "email"


def statements(app: AppModel, fn: Lambda) -> list[dict]:
    """[statement] with which Lambda's poller reads the queue of a FIFO topic; a topic invokes a function itself."""
    return [queue.poll_statement(queue_ids(fn["name"])[0])] if is_fifo(fn["infra"]["topic"]) else []


def outputs(app: AppModel, fn: Lambda) -> dict[str, dict]:
    """{"OrdersTopicArn": ...}, and of a FIFO topic its queue and dead-letter queue."""
    topic_id, urls = resource_id(fn["name"]), queue_ids(fn["name"]) if is_fifo(fn["infra"]["topic"]) else ()
    return {f"{topic_id}Arn": {"Value": cfn.ref(topic_id)}, **{f"{id_}Url": {"Value": cfn.ref(id_)} for id_ in urls}}


def value(app: AppModel, name: str) -> dict[str, str]:
    """The value of a variable APP_<LAMBDA>_TOPIC: the topic's ARN."""
    return cfn.ref(resource_id(name))


def access_statements(app: AppModel, name: str) -> list[dict]:
    """The statements of a role that may publish to the topic of lambda `name`."""
    return [permission.allow(["sns:Publish"], value(app, name))]


shared = shared_outputs = nothing.none
