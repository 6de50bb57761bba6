"""Messages of the app that no filter of their queue, or not the filter of their topic, matches."""
from checks import emitted, messages, partial_match, rules
from checks.check import Check, finding
from interpreter.plain import fields, is_open
from kit.schema import line_of
from recipes import queue, queue_source


def filtered_messages(subject):
    """Messages that Lambda deletes, or that SNS does not deliver to the lambda, for certain."""
    for name, fn in sorted(subject.model["lambdas"].items()):
        for kind, key, patterns, parsed in filters(fn):
            alternatives = [partial_match.checked_alternatives(pattern) for pattern in patterns]
            others = other_filters(subject, name) if kind == "topic" else []
            if fn["infra"].get("topic", {}).get("subscribers") and not all(
                    refused(alternatives, content) and fields(content).keys() & patterns[0].keys()
                    for _sender, _call, content in messages.sent_messages(subject, name, kind, parsed)):
                continue  # subscribers get what the filter does not match
            for (sender, call, content), (*_same, body) in zip(messages.sent_messages(subject, name, kind, parsed),
                                                               messages.sent_messages(subject, name, kind)):
                content = with_event(content, timer_event(subject, sender))
                if call["sure"] and refused(alternatives, content) and all(refused(other, body) for other in others):
                    yield finding(call,
                                  f"the filter of the {kind} of {name} ({fn['path']}:{line_of(fn['lines'], key)}) does "
                                  f"not match this message: {reason(alternatives[0], content)}",
                                  "change the message or the filter",
                                  "no error: the message is accepted, and the lambda does not get it")


def timer_event(subject, name):
    """The event of a lambda that only its timer invokes: the body; {} of another lambda."""
    infra = subject.model["lambdas"][name]["infra"]
    return {} if ("function", name) in subject.users else infra.get("timer", {}).get("body", {})


def with_event(value, event):
    """A plain value with the values of an event, {"kind": "weekly"}, in the place of its parts."""
    if not isinstance(value, dict):
        return value
    if len(value.get("event", ())) == 1 and isinstance(event.get(value["event"][0]), str):
        return event[value["event"][0]]
    return {**value, "dict": {key: with_event(part, event) for key, part in fields(value).items()}} \
        if "dict" in value else value


def other_filters(subject, topic):
    """[[alternatives of a pattern]] of each queue that also gets a topic's messages; [] of one without a filter."""
    blocks = [fn["infra"]["queue"] for fn in subject.model["lambdas"].values() if "queue" in fn["infra"]]
    return [[partial_match.checked_alternatives(pattern) for pattern in queue.filters(block)] for block in blocks
            if queue_source.topic_name(block) == topic]


def refused(patterns, content):
    """Whether a message's content passes none of some patterns, for certain. patterns: [alternatives]"""
    return bool(patterns) and all(passes(alternatives, content) is False for alternatives in patterns)


def filters(fn):
    """Yields (kind, dotted key, patterns, function(message in plain form) -> what they match) of a lambda's trigger;
    None instead of the function: its JSON."""
    infra = fn["infra"]
    if "queue" in infra and queue.filters(infra["queue"]):
        yield "queue", "queue.filter", queue.filters(infra["queue"]), None
    block = infra.get("topic", {})
    for scope, policy in block.get("filter", {}).items():
        if scope == "body" or "." not in "".join(policy):
            yield "topic", "topic.filter", [policy], attributes if scope == "attributes" else None


def attributes(message):
    """{"kind": "order"}, in plain form, of the MessageAttributes of a message in plain form."""
    if "MessageAttributes" not in fields(message):
        return emitted.UNKNOWN if is_open(message) else emitted.plain({})
    value = message["dict"]["MessageAttributes"]
    if "MessageAttributes" in message["maybe"] or not isinstance(value, dict) or "dict" not in value:
        return emitted.UNKNOWN
    return {**value, "dict": {key: attribute(part) for key, part in value["dict"].items()}}


def attribute(value):
    """What a filter matches of {"DataType": "String", "StringValue": "a"} in plain form."""
    if isinstance(value, dict) and "any" in value:
        return {"any": [attribute(option) for option in value["any"]]}
    kind, text = fields(value).get("DataType"), fields(value).get("StringValue", emitted.UNKNOWN)
    return emitted.content(text) if kind == "Number" else text if kind == "String" else emitted.UNKNOWN


def passes(alternatives, content):
    """Whether a message's content passes a pattern; None if that is not known."""
    if isinstance(content, dict) and "any" in content:
        return partial_match.any_of([passes(alternatives, option) for option in content["any"]])
    if content == emitted.NOT_JSON or isinstance(content, (str, int)) or content is None:
        return False
    return partial_match.match(alternatives, content) if isinstance(content, dict) and "dict" in content else None


def reason(alternatives, content):
    """Why a pattern does not match a content, as the end of a sentence."""
    if not isinstance(content, dict) or "dict" not in content:
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
