"""Queues: which messages of a batch failed is said by what the handler returns, or by an exception."""
import ast

from checks.check import Check, Finding
from interpreter.plain import fields, options
from kit.schema import nearest

BROAD = {"Exception", "BaseException"}
WORDS = {"print", "log", "debug", "info", "warning", "error", "exception", "critical", "warn"}
HINT = "return {'batchItemFailures': [{'itemIdentifier': record['messageId']}, ...]}, or let it raise"


def queue_lambdas(subject):
    """(lambda, what its code does) of the lambdas that a queue calls."""
    for name, fn in sorted(subject.model["lambdas"].items()):
        if "queue" in fn["infra"] and subject.seen[name]["whole"]:
            yield fn, subject.seen[name]


def odd_answers(subject):
    """Returns that Lambda cannot read as a list of failures: it takes the whole batch for failed, or for done."""
    for _fn, seen in queue_lambdas(subject):
        for one in seen["returns"]:
            for value in options(one["value"]):
                for what, hint in _answer(value):
                    yield Finding(one["file"], one["line"], what, hint,
                                  "an answer that Lambda cannot read fails the whole batch, and one without "
                                  "batchItemFailures deletes it")


def _answer(value):
    """(what, hint) of an answer to a queue."""
    for key in fields(value):
        if key != "batchItemFailures" and nearest(key, ["batchItemFailures"], 0.75):
            yield f"{key!r} is not what Lambda reads", "say 'batchItemFailures'"
    for failures in options(fields(value).get("batchItemFailures", {"list": [], "open": True})):
        if isinstance(failures, dict) and "list" not in failures and ("dict" in failures or "text" in failures):
            yield "batchItemFailures is no list", "[{'itemIdentifier': record['messageId']}]"
        for one in failures.get("list", []) if isinstance(failures, dict) else []:
            yield from _failure(one)


def _failure(one):
    """(what, hint) of one entry of batchItemFailures."""
    hint = "{'itemIdentifier': record['messageId']}"
    if isinstance(one, str) or isinstance(one, dict) and one.get("is") == "text":
        yield "an entry of batchItemFailures is a text", hint
    elif isinstance(one, dict) and "dict" in one and not one["open"]:
        held = one["dict"].get("itemIdentifier")
        if "itemIdentifier" not in one["dict"]:
            yield "an entry of batchItemFailures has no 'itemIdentifier'", hint
        elif isinstance(held, dict) and held.get("event", ["messageId"])[-1] in ("receiptHandle", "body"):
            yield f"itemIdentifier is the {held['event'][-1]}", hint


def lost_failures(subject):
    """A broad except that only logs, in a queue's handler that says nothing of failures."""
    for fn, seen in queue_lambdas(subject):
        if any("batchItemFailures" in fields(value) or not isinstance(value, dict) and value is not None
               or isinstance(value, dict) and "dict" not in value
               for one in seen["returns"] for value in options(one["value"])):
            continue
        handler = next((node for node in subject.tree(fn["path"]).body
                        if isinstance(node, ast.FunctionDef) and node.name == "handler"), None)
        caught = [node for node in ast.walk(handler) if isinstance(node, ast.ExceptHandler)] if handler else []
        inside = {id(one) for node in caught for one in ast.walk(node)}
        if handler and any(isinstance(node, ast.Raise) and id(node) not in inside for node in ast.walk(handler)):
            continue  # it may raise for what it noted down
        for node in caught:
            if _is_broad(node) and _only_tells(node):
                yield Finding(fn["path"], node.lineno, "a message that fails is lost: its exception ends here", HINT,
                              "a batch whose call returns is deleted from the queue")


def _is_broad(node):
    """Whether it catches everything."""
    caught = [node.type] if not isinstance(node.type, ast.Tuple) else node.type.elts
    return any(one is None or isinstance(one, ast.Name) and one.id in BROAD for one in caught)


def _only_tells(node):
    """Whether nothing is done about the exception but to tell of it, or to note it down."""
    for one in node.body:
        call = one.value if isinstance(one, ast.Expr) else None
        name = getattr(getattr(call, "func", None), "attr", getattr(getattr(call, "func", None), "id", ""))
        told = isinstance(call, ast.Call) and name in WORDS | {"append", "add"}
        if not (isinstance(one, (ast.Pass, ast.Continue, ast.AugAssign)) or told
                or isinstance(call, ast.Constant)):
            return False
    return True


QUEUE = "infra:\n  queue: {batch: 10}\n---\n"
LOOP = "failed = []\nfor record in event['Records']:\n    try:\n        print(int(record['body']))\n" \
    "    except Exception as error:\n        "
CHECKS = [
    Check("P510", "Failures said in a way that Lambda does not read",
          "Lambda takes the whole batch for failed, or deletes messages that failed.",
          QUEUE + "return {'batchItemFailures': [record['messageId'] for record in event['Records']]}",
          QUEUE + "return {'batchItemFailures': [{'itemIdentifier': record['messageId']} "
          "for record in event['Records']]}", odd_answers),
    Check("P511", "A queue's message that is lost when it fails",
          "The call returns, so SQS deletes the whole batch: no second try, nothing in the dead-letter queue.",
          QUEUE + LOOP + "print(error)",
          QUEUE + LOOP + "print(error)\n        failed.append({'itemIdentifier': record['messageId']})\n"
          "return {'batchItemFailures': failed}", lost_failures),
]
