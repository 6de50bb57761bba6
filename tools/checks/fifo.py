"""Messages to FIFO queues: each needs a MessageGroupId."""
from checks import emitted
from checks.check import Check, Finding, Findings, Subject
from checks.example import lambda_file
from interpreter.plain import fields


def is_fifo(subject, name, call):
    """Whether a call of a lambda sends to the FIFO queue of a lambda of the app, for certain."""
    kind, of = subject.referenced(name, call["args"].get("QueueUrl", call["ids"].get("Url")))
    return kind == "queue" and subject.model["lambdas"][of]["infra"]["queue"]["fifo"]


def without_group(subject: Subject) -> Findings:
    """Messages without a group, and messages with a delay of their own, which a FIFO queue refuses too."""
    for name, call in subject.calls("sqs", frozenset({"SendMessage", "SendMessageBatch"})):
        if not call["sure"] or not is_fifo(subject, name, call):
            continue
        messages = [{"dict": call["args"], "maybe": [], "open": not call["whole"]}] \
            if call["operation"] == "SendMessage" else emitted.elements(call["args"].get("Entries"))
        for message in messages:
            if fields(message) and "MessageGroupId" not in message["dict"] and not message["open"]:
                yield Finding(call["file"], call["line"], "a message to a FIFO queue has no MessageGroupId",
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
