"""Messages to FIFO queues and topics: each needs a MessageGroupId."""
from checks import emitted
from checks.check import Check, Finding, Findings, Subject
from checks.example import lambda_file
from interpreter.plain import fields

# operation: the argument with its messages, if they are several
SENDING = {"SendMessage": None, "SendMessageBatch": "Entries", "Publish": None,
           "PublishBatch": "PublishBatchRequestEntries"}


def fifo_kind(subject, name, call):
    """"queue" or "topic" if a call of a lambda sends to that of a lambda of the app, and it is FIFO; else None."""
    args, ids = call["args"], call["ids"]
    target = args.get("QueueUrl", ids.get("Url")) if call["service"] == "sqs" else args.get("TopicArn", ids.get("Arn"))
    kind, of = subject.referenced(name, target)
    return kind if kind in ("queue", "topic") and subject.model["lambdas"][of]["infra"][kind].get("fifo") else None


def without_group(subject: Subject) -> Findings:
    """Messages without a group, and messages with a delay of their own, which a FIFO queue refuses too."""
    calls = [*subject.calls("sqs", frozenset(SENDING)), *subject.calls("sns", frozenset(SENDING))]
    for name, call in calls:
        kind = fifo_kind(subject, name, call) if call["sure"] else None
        if not kind:
            continue
        batch = SENDING[call["operation"]]
        messages = emitted.elements(call["args"].get(batch)) if batch else [
            {"dict": call["args"], "maybe": [], "open": not call["whole"]}]
        for message in messages:
            if fields(message) and "MessageGroupId" not in message["dict"] and not message["open"]:
                yield Finding(call["file"], call["line"], f"a message to a FIFO {kind} has no MessageGroupId",
                              'add MessageGroupId=..., e.g. the id of the order that it is about',
                              "MissingParameter: The request must contain the parameter MessageGroupId")
            if "DelaySeconds" in fields(message):
                yield Finding(call["file"], call["line"], "a message to a FIFO queue has a DelaySeconds",
                              "remove it; `delay` of the queue delays all messages",
                              "InvalidParameterValue: DelaySeconds is not valid for this queue type")


SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_ORDERS_QUEUE'], MessageBody='m'{})"
CHECKS = [
    Check("P512", "A message that a FIFO queue refuses",
          "MissingParameter or InvalidParameterValue.",
          "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html",
          SEND.format(""), SEND.format(", MessageGroupId='a'"), without_group,
          files=lambda_file("orders", "infra:\n  queue: {fifo: true}\n---\nreturn None")),
]
