"""Messages that FIFO queues and topics refuse, or standard ones."""
import ast

from checks import messages
from checks.characters import SENDING
from checks.check import Check, Finding, Findings, Subject, finding
from checks.example import lambda_file
from checks.syntax import method_name
from interpreter.plain import fields
from interpreter.sources import constant_texts, nodes_of

FAILURE_KEYS = {"itemIdentifier", "messageId"}  # the second in a list of ids, of which the response is made


def receiver(subject, name, call):
    """("queue" or "topic", whether it is FIFO) if a call of a lambda sends to that of a lambda of the app; else None.
    """
    args, ids = call["args"], call["ids"]
    target = args.get("QueueUrl", ids.get("Url")) if call["service"] == "sqs" else args.get("TopicArn", ids.get("Arn"))
    kind, of = subject.referenced(name, target)
    return (kind, subject.model["lambdas"][of]["infra"][kind].get("fifo", False)) \
        if kind in ("queue", "topic") else None


def refused_messages(subject: Subject) -> Findings:
    """Messages without a group, and with a delay of their own, to a FIFO queue; those with a deduplication id to a
    standard queue, which accepts groups."""
    for name, call in [*subject.calls("sqs", SENDING), *subject.calls("sns", SENDING)]:
        kind, is_fifo = call["sure"] and receiver(subject, name, call) or (None, False)
        for message in messages.sent(call) if kind else ():
            refusals = refusals_of_fifo(message, kind) if is_fifo else refusals_of_standard(message, kind)
            yield from (finding(call, *refusal) for refusal in refusals)


def refusals_of_fifo(message, kind):
    """Yields (message, hint, AWS's message) why a FIFO queue or topic refuses a message in plain form."""
    if fields(message) and "MessageGroupId" not in message["dict"] and not message["open"]:
        yield (f"a message to a FIFO {kind} has no MessageGroupId",
               'add MessageGroupId=..., e.g. the id of the order that it is about',
               "MissingParameter: The request must contain the parameter MessageGroupId")
    if "DelaySeconds" in fields(message):
        yield ("a message to a FIFO queue has a DelaySeconds", "remove it; `delay` of the queue delays all messages",
               "InvalidParameterValue: DelaySeconds is not valid for this queue type")


def refusals_of_standard(message, kind):
    """Yields (message, hint, AWS's message) why a standard queue or topic refuses a message in plain form."""
    if "MessageDeduplicationId" in fields(message) and "MessageDeduplicationId" not in message["maybe"] \
            and not message["open"]:  # an open one: a condition may add it
        yield (f"a message to a standard {kind} has a MessageDeduplicationId",
               f"`fifo: true` in the {kind} block, or remove it, and let the receiver recognize a message that it has "
               f"processed",
               f"InvalidParameterValue: The request includes a parameter that is not valid for this {kind} type")


def disordered_failures(subject: Subject) -> Findings:
    """Loops over the records of a FIFO queue that continue after a failure, whatever the group of the next message."""
    for fn, observation in subject.followed("queue"):
        block = fn["infra"]["queue"]
        if not block["fifo"] or block["batch"] == 1 or any(
                "MessageGroupId" in subject.texts(path) for path in observation["files"] if path == fn["path"]):
            continue
        for loop in nodes_of(subject.tree(fn["path"]), ast.For, ast.AsyncFor):
            if not isinstance(loop.target, (ast.Name, ast.Tuple)) or any(
                    isinstance(node, ast.If) for node in loop.body):
                continue  # a condition may leave out messages that follow a failed one
            for handler in (part for node in loop.body if isinstance(node, ast.Try) for part in node.handlers):
                additions = [statement for statement in handler.body if is_addition(statement)]
                reports = any(constant_texts(statement) & FAILURE_KEYS for statement in additions)
                ends = any(nodes_of(statement, ast.Return, ast.Break, ast.Raise, ast.Assign, ast.AugAssign)
                           for statement in handler.body if statement not in additions)
                if reports and not ends:
                    yield Finding(fn["path"], handler.lineno, "after a failure later messages of the same group are "
                                  "handled and deleted, before the failed one arrives again",
                                  "return the failed message and all after it: records[number:]",
                                  "no error: the order of the group is lost")


def is_addition(statement):
    """Whether a statement adds to a list: failed.append(...), failed += [...]."""
    if isinstance(statement, ast.AugAssign):
        return isinstance(statement.value, (ast.List, ast.Tuple))
    return method_name(getattr(statement, "value", None)) in ("append", "add", "extend")


BATCH = "infra:\n  queue: {fifo: true, batch: 10}\n---\nfailed = []\nrecords = event['Records']\n" \
    "for number, record in enumerate(records):\n    try:\n        print(int(record['body']))\n" \
    "    except ValueError:\n%s\nreturn {'batchItemFailures': failed}"
SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_ORDERS_QUEUE'], MessageBody='m'{})"
CHECKS = [
    Check("P514", "A FIFO batch whose handler continues after a failure",
          "The failed message arrives again after those that followed it in its group: the order is lost.",
          "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html",
          BATCH % "        failed.append({'itemIdentifier': record['messageId']})",
          BATCH % "        return {'batchItemFailures': [{'itemIdentifier': later['messageId']} for later in "
          "records[number:]]}", disordered_failures),
    Check("P512", "A message that a FIFO queue or a standard one refuses",
          "MissingParameter or InvalidParameterValue: a FIFO queue or topic needs a MessageGroupId, and only there a "
          "MessageDeduplicationId is allowed.",
          "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html",
          SEND.format(""), SEND.format(", MessageGroupId='a'"), refused_messages,
          files=lambda_file("orders", "infra:\n  queue: {fifo: true}\n---\nreturn None")),
]
