"""queue: an SQS queue of the lambda's own, with a dead-letter queue behind it.

    infra:
      queue:
        batch: 10
        window: 2
"""
from aws import cfn
from kit import names
from recipes import failures, permission

# AWS: "If BatchSize is greater than 10, MaximumBatchingWindowInSeconds must be at least 1."
NO_WINDOW_MOST = 10
# AWS advises six times the timeout, and five tries at least, since a throttled call counts as one.
# docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
VISIBLE_AFTER, TRIES = 6, 5
SCHEMA = {
    "title": "queue",
    "description": "An SQS queue that calls the lambda, and a dead-letter queue that keeps for 14 days what "
                   "failed five times. Return `{\"batchItemFailures\": [{\"itemIdentifier\": messageId}]}` "
                   "to say which messages of a batch failed. Others send to it by the variable "
                   "`APP_<LAMBDA>_QUEUE`.",
    "type": "object",
    "properties": {
        "batch": {"type": "integer", "minimum": 1, "maximum": 10000, "default": 1,
                  "description": "most messages of one call; above 10 a window is needed"},
        "window": {"type": "integer", "minimum": 0, "maximum": 300, "default": 0,
                   "description": "seconds to wait for a batch to fill"}},
    "additionalProperties": False,
    "examples": [{"batch": 10}, {"batch": 100, "window": 5}],
}


def complaints(block):
    """[(key, message, hint)]: SQS takes a large batch only with a window."""
    batch = block.get("batch", 1)
    if batch > NO_WINDOW_MOST and not block.get("window"):
        return [("batch", f"a batch of {batch} needs a window", "add window: 1 (seconds), or say batch: 10")]
    return []


def normal(block):
    """{"batch": 10, "window": 2}"""
    return dict(block)


def ids(name):
    """("OrdersQueue", "OrdersQueueDlq") of lambda "orders"."""
    return names.logical_id(name, "queue"), names.logical_id(name, "queue", "dlq")


def resources(app, fn):
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


def mapping(function_id, queue_id, batch, window):
    """Lambda's poller of a queue; a function may answer which messages of a batch failed."""
    return cfn.resource("AWS::Lambda::EventSourceMapping", {
        "FunctionName": cfn.ref(function_id),
        "EventSourceArn": cfn.arn(queue_id),
        "BatchSize": batch,
        "MaximumBatchingWindowInSeconds": window,
        "FunctionResponseTypes": ["ReportBatchItemFailures"]})


def statements(app, fn):
    """What Lambda's poller does in the name of the lambda's role."""
    return [poll_statement(ids(fn["name"])[0])]


def poll_statement(queue_id):
    """Leave to take messages from a queue."""
    return permission.allow(["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
                            cfn.arn(queue_id))


def outputs(app, fn):
    """{"OrdersQueueUrl": ..., "OrdersQueueDlqUrl": ...}"""
    return {f"{id_}Url": {"Value": cfn.ref(id_)} for id_ in ids(fn["name"])}


def shared(app, fns):
    """Queues share nothing."""
    return {}


def shared_outputs(app, fns):
    """Nothing that is shared has anything to tell."""
    return {}


def value(app, name):
    """What a variable APP_<LAMBDA>_QUEUE holds: the queue's URL."""
    return cfn.ref(ids(name)[0])


def grants(app, name):
    """The statements of a role that may send to the queue of lambda `name`."""
    return [permission.allow(["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:SendMessage"],
                             cfn.arn(ids(name)[0]))]
