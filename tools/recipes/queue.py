"""queue: the lambda's own SQS queue, with a dead-letter queue.

    infra:
      queue:
        batch: 10
        window: 2
        filter: {status: [paid]}     # a pattern of the JSON in the body; Lambda deletes other messages
"""
import orjson

from aws import cfn
from aws.app import AppModel, Lambda
from aws.events import validation
from kit import names, schema
from kit.problems import KeyProblem
from recipes import event_shapes, failures_queue, foreign_words, nothing, permission, queue_source

# AWS: "If BatchSize is greater than 10, MaximumBatchingWindowInSeconds must be at least 1."
NO_WINDOW_MOST = 10
# AWS recommends six times the timeout, and at least five tries, as a throttled call counts as a try.
# docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
VISIBLE_AFTER, TRIES = 6, 5
LONGEST_VISIBLE = 43200  # docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
DAY = 24 * 3600
KEEP_DAYS = 4  # SQS's default
FIFO_MOST = 10  # messages of a batch of a FIFO queue, which has no window
MOST_FILTERS = 5
# docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
LONGEST_FILTER, NOT_IN_FILTERS = 4096, ("cidr", "wildcard")
# See recipes/__init__.py. Lambda's poller waits for the function: a failed message stays in the queue.
VARIABLE, CALLER_WAITS = "QUEUE", True
MESSAGE_PATH = ["Records", "[]", "body", "()"]
SENT_BY = ("sqs", {"SendMessage": "MessageBody", "SendMessageBatch": "MessageBody"}, ("QueueUrl", "Url"))
IDENTIFIER = ["messageId"]  # of a record, for Lambda
EVENT_TYPE = "SQS"  # of the batches of Powertools
REFUSED = "the queue of {}", "deletes", "message"  # what filters, what Lambda does with a refused record, its part
INVOKED, EXAMPLE = "it takes messages", "an example of a message in its queue"
SCHEMA = {
    "title": "queue",
    "description": "An SQS queue that invokes the lambda, and a dead-letter queue, where messages that failed five "
                   "times are kept for 14 days. Return `{\"batchItemFailures\": [{\"itemIdentifier\": messageId}]}` "
                   "with the messages of a batch that failed. Other lambdas send to it with the variable "
                   "`DEMO_<LAMBDA>_QUEUE`.",
    "type": "object",
    "properties": {
        "fifo": {"type": "boolean", "default": False,
                 "description": "keep the order of messages with the same `MessageGroupId`, which every message needs, "
                                "and deliver a body that is sent twice within five minutes only once"},
        "batch": {"type": "integer", "minimum": 1, "maximum": 10000, "default": 1,
                  "description": "the most messages in one invocation; above 10 a window is required"},
        "window": {"type": "integer", "minimum": 0, "maximum": 300, "default": 0,
                   "description": "seconds to wait for a batch to fill"},
        "filter": {"anyOf": [{"type": "object"}, {"type": "array", "items": {"type": "object"}, "minItems": 1,
                                                  "maxItems": MOST_FILTERS}],
                   "description": "a pattern of the messages' JSON bodies, or a list of up to five: the lambda gets "
                                  "the messages that match one, and Lambda deletes the others"},
        "concurrency": {"type": "integer", "minimum": 2, "maximum": 1000,
                        "description": "the most invocations at the same time"},
        "tries": {"type": "integer", "minimum": 1, "maximum": 1000, "default": TRIES,
                  "description": "deliveries of a message, before it moves to the dead-letter queue"},
        "keep": {"type": "integer", "minimum": 1, "maximum": 14, "default": KEEP_DAYS,
                 "description": "days that a message waits in the queue"},
        "visible": {"type": "integer", "minimum": 1, "maximum": LONGEST_VISIBLE, "examples": [300],
                    "description": "seconds after which a received message that was not deleted is delivered again: at "
                                   "least the lambda's timeout and the window; without it six times the timeout, and "
                                   "the window"},
        "from": queue_source.SCHEMA,
        "delay": {"type": "integer", "minimum": 0, "maximum": 900, "default": 0,
                  "description": "seconds before a new message is delivered"}},
    "elsewhere": foreign_words.OF_QUEUE,
    "additionalProperties": False,
    "examples": [{"batch": 10}, {"batch": 100, "window": 5}, {"fifo": True}],
}


def problems(block: dict) -> list[KeyProblem]:
    """[(key, message, hint)]: combinations that Lambda and SQS refuse, and faults of the filter."""
    batch, window, faults = block.get("batch", 1), block.get("window"), []
    if block.get("fifo") and window:
        faults.append(("window", "a FIFO queue has no window", "remove window"))
    elif block.get("fifo") and batch > FIFO_MOST:
        faults.append(("batch", f"a batch of a FIFO queue has {FIFO_MOST} messages at most",
                       f"write batch: {FIFO_MOST}"))
    elif batch > NO_WINDOW_MOST and not window:
        faults.append(("batch", f"a batch of {batch} needs a window", "add window: 1 (seconds), or write batch: 10"))
    return [*faults, *(attribute_problems(block) or filter_problems(block, "body")), *queue_source.problems(block)]


def attribute_problems(block: dict) -> list[KeyProblem]:
    """[(key, message, hint)] of filters of message attributes, which a topic has and a queue does not."""
    source = block.get("from", {}).get("source", {})
    of_message = {"messageAttributes", *(["attributes"] if source.get("type") == "topic" else [])}
    name = source.get("name", "orders")
    return [("filter", "the filter of a queue is a pattern of the body's JSON, and matches no attributes of messages",
             f"from: {{source: {{type: topic, name: {name}}}, filter: {{attributes: {{kind: [refund]}}}}}}; or the "
             "value in the body") for filter_ in filters(block) if len(filter_) == 1 and of_message & filter_.keys()]


def visible_problems(block: dict, timeout: int) -> list[KeyProblem]:
    """[(key, message, hint)] of a message that is delivered again while the lambda still has it. timeout: the lambda's

    Lambda refuses a queue that hides messages for less than the timeout; Lambda may also hold a message for the window.
    """
    least = timeout + block.get("window", 0)
    if block.get("visible", least) >= least:
        return []
    return [("visible", f"a message is delivered again after {block['visible']} s, and the lambda may have it for "
                        f"{least} s: its timeout and the window", f"visible: {VISIBLE_AFTER * least}, or remove it")]


def filter_problems(block: dict, part: str) -> list[KeyProblem]:
    """[(key, message, hint)] of the block's filters, patterns of the JSON in one part of a record: "body"."""
    faults, is_list = [], isinstance(block.get("filter"), list)
    for at, filter_ in enumerate(filters(block)):
        key = f"filter.{at}" if is_list else "filter"
        filter_faults = shape_problems(filter_, part) or validation.problems(filter_) or lambda_problems(filter_)
        faults += [(f"{key}.{path}" if path else key, message, hint) for path, message, hint in filter_faults]
    return faults


def shape_problems(filter_: dict, part: str) -> list[KeyProblem]:
    """[(key, message, hint)] of a filter that is blank, or of the form {body: ...}. part: as of filter_problems()"""
    if not filter_:
        return [("", "a filter that is blank", "write the fields to match, or remove it")]
    if [*filter_] != [part]:
        return []
    content = filter_[part]
    hint = f"write filter: {schema.shown(content)}" if isinstance(content, dict) and content else \
        f"write the fields of the JSON: filter: {{status: [paid]}}; a {part} that is plain text has no fields to match"
    return [(part, f"the filter is a pattern of the {part}'s JSON itself, without `{part}`", hint)]


def lambda_problems(filter_):
    """[(key, message, hint)]: operators that EventBridge accepts in a pattern, and Lambda refuses in a filter."""
    text = orjson.dumps({"body": filter_}).decode()
    faults = [("", f"Lambda has no {operator!r} in filters", "write prefix, or check the field in code")
              for operator in NOT_IN_FILTERS if f'{{"{operator}":' in text]
    if len(text) > LONGEST_FILTER:
        faults.append(("", f"the filter has {len(text):,} characters, and Lambda takes {LONGEST_FILTER:,}",
                       "match less here, and check the other fields in code"))
    return faults


def filters(block):
    """[pattern] of the block's `filter`: a single pattern or a list."""
    value_ = block.get("filter", [])
    return value_ if isinstance(value_, list) else [value_]


def normal(block: dict) -> dict:
    """A copy of a filled block: batch and tries are counts, window and delay seconds, keep days; filter, from,
    concurrency and visible only if set."""
    return queue_source.normal(dict(block))


def event_shape(block: dict) -> dict:
    """The shape of {"Records": [{"messageId", "body", ...}]}."""
    fields = event_shapes.MESSAGE["fields"]
    message = {**event_shapes.MESSAGE, "fields": {**fields, "body": {
        **fields["body"], "json": queue_source.body_shape(block)}}}
    return event_shapes.mapping({"Records": event_shapes.list_of(message)})


def resource_id(name: str) -> str:
    """"OrdersQueue" of lambda "orders"."""
    return ids(name)[0]


def ids(name: str) -> tuple[str, str]:
    """("OrdersQueue", "OrdersQueueDlq") of lambda "orders"."""
    return names.logical_id(name, "queue"), names.logical_id(name, "queue", "dlq")


def resources(app: AppModel, fn: Lambda) -> dict[str, dict]:
    """{"OrdersQueue": ..., "OrdersQueueDlq": ..., "OrdersQueueMapping": ...}"""
    block, (queue_id, dlq_id) = fn["infra"]["queue"], ids(fn["name"])
    return {**queue_pair(queue_id, dlq_id, block, fn["infra"]["timeout"]),
            f"{queue_id}Mapping": mapping(names.logical_id(fn["name"], "function"), queue_id, block),
            **queue_source.resources(app, fn, queue_id, dlq_id)}


def queue_pair(queue_id: str, dlq_id: str, block: dict, timeout: int) -> dict[str, dict]:
    """{logical id: resource}: a queue of a filled block, and its dead-letter queue. timeout: the lambda's, seconds"""
    return {
        dlq_id: cfn.resource("AWS::SQS::Queue", {
            "MessageRetentionPeriod": failures_queue.KEEP_SECONDS,
            "SqsManagedSseEnabled": True,
            **({"FifoQueue": True} if block["fifo"] else {})}),
        queue_id: cfn.resource("AWS::SQS::Queue", {
            "RedrivePolicy": {"deadLetterTargetArn": cfn.arn(dlq_id), "maxReceiveCount": block["tries"]},
            "SqsManagedSseEnabled": True,
            "VisibilityTimeout": block.get("visible", VISIBLE_AFTER * timeout + block["window"]),
            **({"FifoQueue": True, "ContentBasedDeduplication": True} if block["fifo"] else {}),
            **({"MessageRetentionPeriod": block["keep"] * DAY} if block["keep"] != KEEP_DAYS else {}),
            **({"DelaySeconds": block["delay"]} if block["delay"] else {})})}


def mapping(function_id: str, queue_id: str, block) -> dict:
    """The AWS::Lambda::EventSourceMapping: the function may return which messages of a batch failed."""
    patterns = [{"Pattern": orjson.dumps({"body": filter_}).decode()} for filter_ in filters(block)]
    return cfn.resource("AWS::Lambda::EventSourceMapping", {
        "FunctionName": cfn.ref(function_id),
        "EventSourceArn": cfn.arn(queue_id),
        "BatchSize": block["batch"], "Enabled": True,  # written out: drift detection compares what a template has
        # Of a FIFO queue Lambda refuses the property, also with 0.
        **({} if block["fifo"] else {"MaximumBatchingWindowInSeconds": block["window"]}),
        **({"FilterCriteria": {"Filters": patterns}} if patterns else {}),
        **({"ScalingConfig": {"MaximumConcurrency": block["concurrency"]}} if "concurrency" in block else {}),
        "FunctionResponseTypes": ["ReportBatchItemFailures"]})


def of_own_function(name: str, seconds: int, batch: int) -> dict[str, dict]:
    """The queue of one of Pareto's own functions, "shared-ticker", and its mapping. seconds: the function's timeout"""
    queue_id = names.logical_id(name, "queue")
    return {
        queue_id: cfn.resource("AWS::SQS::Queue", {
            "RedrivePolicy": {"deadLetterTargetArn": cfn.arn(failures_queue.ID), "maxReceiveCount": TRIES},
            "SqsManagedSseEnabled": True,
            "VisibilityTimeout": VISIBLE_AFTER * seconds}),
        names.logical_id(name, "mapping"): mapping(names.logical_id(name, "function"), queue_id, {
            "batch": batch, "window": 0, "fifo": False})}


def statements(app: AppModel, fn: Lambda) -> list[dict]:
    """[statement] with which Lambda's poller reads the queue: it uses the lambda's role."""
    return [poll_statement(ids(fn["name"])[0])]


def poll_statement(queue_id: str) -> dict:
    """The statement that allows receiving and deleting messages of a queue."""
    return permission.allow(["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"], cfn.arn(queue_id))


def outputs(app: AppModel, fn: Lambda) -> dict[str, dict]:
    """{"OrdersQueueUrl": ..., "OrdersQueueDlqUrl": ...}"""
    return {f"{id_}Url": {"Value": cfn.ref(id_)} for id_ in ids(fn["name"])}


def value(app: AppModel, name: str) -> dict[str, str]:
    """The value of a variable APP_<LAMBDA>_QUEUE: the queue's URL."""
    return cfn.ref(resource_id(name))


def access_statements(app: AppModel, name: str) -> list[dict]:
    """[statement] of a role that may send to the queue of lambda `name`."""
    return [permission.allow(["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"],
                             cfn.arn(resource_id(name)))]


shared, shared_outputs = queue_source.shared, nothing.none
