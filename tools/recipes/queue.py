"""queue: the lambda's own SQS queue, with a dead-letter queue.

    infra:
      queue:
        batch: 10
        window: 2
"""
from aws import cfn
from aws.app import AppModel, Lambda
from kit import names
from kit.problems import KeyProblem
from recipes import event_shapes, failures, permission

# AWS: "If BatchSize is greater than 10, MaximumBatchingWindowInSeconds must be at least 1."
NO_WINDOW_MOST = 10
# AWS recommends six times the timeout, and at least five tries, as a throttled call counts as a try.
# docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
VISIBLE_AFTER, TRIES = 6, 5
# See recipes/__init__.py. Lambda's poller waits for the function: a failed message stays in the queue.
VARIABLE, CALLER_WAITS = "QUEUE", True
INVOKED, EXAMPLE = "it takes messages", "an example of a message in its queue"
SCHEMA = {
    "title": "queue",
    "description": "An SQS queue that invokes the lambda, and a dead-letter queue that keeps messages that "
                   "failed five times for 14 days. Return `{\"batchItemFailures\": [{\"itemIdentifier\": messageId}]}` "
                   "with the messages of a batch that failed. Other lambdas send to it with the variable "
                   "`APP_<LAMBDA>_QUEUE`.",
    "type": "object",
    "properties": {
        "batch": {"type": "integer", "minimum": 1, "maximum": 10000, "default": 1,
                  "description": "most messages of one invocation; above 10 a window is required"},
        "window": {"type": "integer", "minimum": 0, "maximum": 300, "default": 0,
                   "description": "seconds to wait for a batch to fill"}},
    "additionalProperties": False,
    "examples": [{"batch": 10}, {"batch": 100, "window": 5}],
}


def problems(block: dict[str, int]) -> list[KeyProblem]:
    """[(key, message, hint)]: Lambda allows a large batch only with a window."""
    batch = block.get("batch", 1)
    if batch > NO_WINDOW_MOST and not block.get("window"):
        return [("batch", f"a batch of {batch} needs a window", "add window: 1 (seconds), or write batch: 10")]
    return []


def normal(block: dict[str, int]) -> dict[str, int]:
    """{"batch": 10, "window": 2}"""
    return dict(block)


def event_shape(block: dict[str, int]) -> dict:
    """{"Records": [{"messageId", "body", ...}]}"""
    return event_shapes.mapping({"Records": event_shapes.list_of(event_shapes.MESSAGE)})


def resource_id(name: str) -> str:
    """"OrdersQueue" of lambda "orders"."""
    return ids(name)[0]


def ids(name: str) -> tuple[str, str]:
    """("OrdersQueue", "OrdersQueueDlq") of lambda "orders"."""
    return names.logical_id(name, "queue"), names.logical_id(name, "queue", "dlq")


def resources(app: AppModel, fn: Lambda) -> dict[str, dict]:
    """{"OrdersQueue": ..., "OrdersQueueDlq": ..., "OrdersQueueMapping": ...}"""
    block, (queue_id, dlq_id) = fn["infra"]["queue"], ids(fn["name"])
    return {
        dlq_id: cfn.resource("AWS::SQS::Queue", {"MessageRetentionPeriod": failures.KEEP_SECONDS,
                                                 "SqsManagedSseEnabled": True}),
        queue_id: cfn.resource("AWS::SQS::Queue", {
            "RedrivePolicy": {"deadLetterTargetArn": cfn.arn(dlq_id), "maxReceiveCount": TRIES},
            "SqsManagedSseEnabled": True,
            "VisibilityTimeout": VISIBLE_AFTER * fn["infra"]["timeout"] + block["window"]}),
        names.logical_id(fn["name"], "queue", "mapping"): mapping(
            names.logical_id(fn["name"], "function"), queue_id, block["batch"], block["window"]),
    }


def mapping(function_id: str, queue_id: str, batch: int, window: int) -> dict:
    """Lambda's poller of a queue; a function may return which messages of a batch failed."""
    return cfn.resource("AWS::Lambda::EventSourceMapping", {
        "FunctionName": cfn.ref(function_id),
        "EventSourceArn": cfn.arn(queue_id),
        "BatchSize": batch,
        "MaximumBatchingWindowInSeconds": window,
        "FunctionResponseTypes": ["ReportBatchItemFailures"]})


def statements(app: AppModel, fn: Lambda) -> list[dict]:
    """The statement for Lambda's poller, which uses the lambda's role."""
    return [poll_statement(ids(fn["name"])[0])]


def poll_statement(queue_id: str) -> dict:
    """The permission to receive and delete messages of a queue."""
    return permission.allow(["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
                            cfn.arn(queue_id))


def outputs(app: AppModel, fn: Lambda) -> dict[str, dict]:
    """{"OrdersQueueUrl": ..., "OrdersQueueDlqUrl": ...}"""
    return {f"{id_}Url": {"Value": cfn.ref(id_)} for id_ in ids(fn["name"])}


def shared(app: AppModel, fns: list[Lambda]) -> dict[str, dict]:
    """None: queues share no resources."""
    return {}


def shared_outputs(app: AppModel, fns: list[Lambda]) -> dict[str, dict]:
    """None."""
    return {}


def value(app: AppModel, name: str) -> dict[str, str]:
    """The value of a variable APP_<LAMBDA>_QUEUE: the queue's URL."""
    return cfn.ref(resource_id(name))


def access_statements(app: AppModel, name: str) -> list[dict]:
    """The statements of a role that may send to the queue of lambda `name`."""
    return [permission.allow(["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"],
                             cfn.arn(resource_id(name)))]
