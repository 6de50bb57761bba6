"""Messages to FIFO queues and topics: each needs a MessageGroupId."""
import ast

from checks import emitted
from checks.check import Check, Finding, Findings, Subject, finding
from checks.example import lambda_file
from interpreter.plain import fields
from interpreter.sources import every_node

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
                yield finding(call, f"a message to a FIFO {kind} has no MessageGroupId",
                              'add MessageGroupId=..., e.g. the id of the order that it is about',
                              "MissingParameter: The request must contain the parameter MessageGroupId")
            if "DelaySeconds" in fields(message):
                yield finding(call, "a message to a FIFO queue has a DelaySeconds",
                              "remove it; `delay` of the queue delays all messages",
                              "InvalidParameterValue: DelaySeconds is not valid for this queue type")


def disordered_failures(subject: Subject) -> Findings:
    """Loops over the records of a FIFO queue that go on after a failure, whatever the group of the next message."""
    for fn, observation in subject.followed("queue"):
        block = fn["infra"]["queue"]
        if not block["fifo"] or block["batch"] == 1 or any(
                "MessageGroupId" in subject.texts(path) for path in observation["files"] if path == fn["path"]):
            continue
        for loop in every_node(subject.tree(fn["path"])):
            if not isinstance(loop, (ast.For, ast.AsyncFor)) or not isinstance(loop.target, (ast.Name, ast.Tuple)):
                continue
            if any(isinstance(node, ast.If) for node in loop.body):
                continue  # it may leave out messages that follow a failed one
            for handler in (part for node in loop.body if isinstance(node, ast.Try) for part in node.handlers):
                failures = [node for statement in handler.body for node in every_node(statement)
                            if isinstance(node, ast.Constant) and node.value == "itemIdentifier"]
                ends = any(isinstance(node, (ast.Return, ast.Break, ast.Raise, ast.Assign, ast.AugAssign))
                           for statement in handler.body for node in every_node(statement))
                if failures and not ends:
                    yield Finding(fn["path"], handler.lineno, "after a failure later messages of the same group are "
                                  "handled and deleted, before the failed one comes again",
                                  "return the failed message and all after it: records[number:]",
                                  "no error: the order of the group is lost")


BATCH = "infra:\n  queue: {fifo: true, batch: 10}\n---\nfailed = []\nrecords = event['Records']\n" \
    "for number, record in enumerate(records):\n    try:\n        print(int(record['body']))\n" \
    "    except ValueError:\n%s\nreturn {'batchItemFailures': failed}"
SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_ORDERS_QUEUE'], MessageBody='m'{})"
CHECKS = [
    Check("P514", "A FIFO batch that goes on after a failure",
          "The failed message comes again after those that followed it in its group: the order is lost.",
          "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html",
          BATCH % "        failed.append({'itemIdentifier': record['messageId']})",
          BATCH % "        return {'batchItemFailures': [{'itemIdentifier': later['messageId']} for later in "
          "records[number:]]}", disordered_failures),
    Check("P512", "A message that a FIFO queue refuses",
          "MissingParameter or InvalidParameterValue.",
          "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html",
          SEND.format(""), SEND.format(", MessageGroupId='a'"), without_group,
          files=lambda_file("orders", "infra:\n  queue: {fifo: true}\n---\nreturn None")),
]
