"""Keys that make a request of another system idempotent, in lambdas that AWS invokes again."""
import ast
import re
from typing import Any

from checks.check import Check, Finding, Findings, Subject
from checks.cold_start import fresh
from checks.syntax import bindings, functions_around, members
from interpreter.sources import called_name, every_node, functions, nodes_of
from recipes import REPEATED

KEY = re.compile(r"(?i)(x-)?idempotency[-_]key$|(x-)?idempotency[-_]?token$")
RETRIED = [word for word in REPEATED if word != "timer"]  # a timer brings no message


def new_keys(subject: Subject) -> Findings:
    """Idempotency keys that the code creates for each invocation, of a lambda that gets a message or an event again
    after a failure, and that has no condition by which it sees that."""
    reported = set()
    for name, fn in subject.lambdas:
        observation = subject.observations[name]
        guards = [call for call in observation["calls"] if "not_exists" in str(call["args"].get("ConditionExpression"))]
        for path in observation["files"] if any(word in fn["infra"] for word in RETRIED) else ():
            if "idempotency" not in subject.sources.text(path).lower() or "idempotent" in subject.sources.text(path):
                continue
            for line, key in subject.of_tree(made_keys, path):
                late = subject.of_tree(lines_after, path, line)
                if (path, line) not in reported and all(
                        call["file"] == path and call["line"] in late for call in guards):
                    reported.add((path, line))
                    yield Finding(path, line, f"{key} is a new one for each try: {name} gets a message again after a "
                                  "failure", "a key from the message: its id, or that of the order",
                                  "no error: the other system does the work twice")


def made_keys(tree):
    """[[line, name of the key]] of "Idempotency-Key": str(uuid.uuid4()), also through a name of the function."""
    keys = []
    for function in functions(tree):
        values = bindings(nodes_of(function, ast.Assign))
        new = {name for name, value in values.items() if fresh(value)}
        for node in every_node(function):
            keys += [[value.lineno, key] for key, value in named_values(node)
                     if KEY.match(key) and (fresh(value) or getattr(value, "id", "") in new)]
    return keys


def lines_after(tree, line):
    """[line] of the lines of functions that come after the request with a key of this line, or after the only call of
    the function that makes it."""
    calls = [node for maker in functions_around(tree, line) for node in nodes_of(tree, ast.Call)
             if called_name(node) == maker.name]
    starts = [line, *(node.lineno for node in calls)] if len(calls) == 1 else [line]
    return [after for start in starts for function in functions_around(tree, start)
            for after in range(start + 1, function.end_lineno + 1)]


def named_values(node: Any) -> list:
    """[("Idempotency-Key", node of its value)] of a mapping, an argument, or an assignment to an item."""
    names = [*members(node).items()]
    names += [(node.arg, node.value)] if isinstance(node, ast.keyword) else []
    names += [(getattr(target.slice, "value", None), node.value) for target in getattr(node, "targets", [])[:1]
              if isinstance(target, ast.Subscript)] if isinstance(node, ast.Assign) else []
    return [(name, value) for name, value in names if isinstance(name, str)]


PAY = "infra:\n  queue: {}\n---\nimport urllib.request\nimport uuid\n\n\ndef handler(event, context):\n" \
    "    for record in event['Records']:\n        print(uuid)\n        request = urllib.request.Request(" \
    "'https://pay.example', record['body'].encode(), {'Idempotency-Key': %s})\n" \
    "        urllib.request.urlopen(request, timeout=2)"
CHECKS = [
    Check("P431", "An idempotency key that is new in each attempt",
          "A queue, a stream, a topic and EventBridge deliver a message again after a failure, and sometimes twice: "
          "the key must be the same then.",
          "https://docs.aws.amazon.com/lambda/latest/dg/invocation-retries.html",
          PAY % "str(uuid.uuid4())", PAY % "record['messageId']", new_keys),
]
