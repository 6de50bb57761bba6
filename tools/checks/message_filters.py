"""Messages of the app that no filter of their queue, or the filter of their topic, lets through."""
from checks import emitted, messages, partial_match, rules
from checks.check import Check, finding
from interpreter.plain import fields
from kit.schema import line_of
from recipes import queue


def filtered_messages(subject):
    """Messages that Lambda deletes, or that SNS does not deliver to the lambda, for certain."""
    for name, fn in sorted(subject.model["lambdas"].items()):
        for kind, key, patterns in filters(fn):
            alternatives = [partial_match.checked_alternatives(pattern) for pattern in patterns]
            for _sender, call, content in messages.sent_messages(subject, name, kind):
                if call["sure"] and all(passes(alternative, content) is False for alternative in alternatives):
                    yield finding(call,
                                  f"the filter of the {kind} of {name} ({fn['path']}:{line_of(fn['lines'], key)}) does "
                                  f"not match this message: {reason(alternatives[0], content)}",
                                  "change the message or the filter",
                                  "no error: the message is accepted, and the lambda does not get it")


def filters(fn):
    """(kind, dotted key, patterns of the message's JSON) of a lambda's trigger."""
    infra = fn["infra"]
    if "queue" in infra and queue.filters(infra["queue"]):
        yield "queue", "queue.filter", queue.filters(infra["queue"])
    if "body" in infra.get("topic", {}).get("filter", {}):
        yield "topic", "topic.filter", [infra["topic"]["filter"]["body"]]


def passes(alternatives, content):
    """Whether a message's content passes a pattern; None if that is not known."""
    if isinstance(content, dict) and "any" in content:
        return partial_match.any_of([passes(alternatives, option) for option in content["any"]])
    if content == emitted.NOT_JSON or isinstance(content, (str, int)) or content is None:
        return False
    return partial_match.match(alternatives, content) if fields(content) else None


def reason(alternatives, content):
    """Why a pattern does not match a content, as the end of a sentence."""
    if not fields(content):
        return "it is no JSON with fields"
    field, conditions = partial_match.failing_field(alternatives, content)
    return f"{field} must be {rules.conditions_text(conditions)}"


SEND = "boto3.client('sqs').send_message(QueueUrl=os.environ['DEMO_ORDERS_QUEUE'], " \
    "MessageBody=json.dumps({'status': '%s'}))"
CHECKS = [
    Check("P828", "A message that the filter of its queue or topic does not match",
          "Lambda deletes it from the queue, and SNS does not deliver it to the lambda.",
          "https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html",
          SEND % "payed", SEND % "paid", filtered_messages,
          files={"lambdas/orders/index.py": '"""Orders.\n\ninfra:\n  queue: {filter: {status: [paid]}}\n"""\n\n\n'
                                            'def handler(event, context):\n    return None\n'}),
]
