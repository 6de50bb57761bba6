"""Queues and streams: a handler reports the failed messages of a batch by its return value, or by an exception."""
import ast

import recipes
from checks import unread_exceptions
from checks.check import Check, Finding, Findings, Subject, finding
from checks.python_types import description, kind_of
from checks.syntax import LOGS, body_nodes
from interpreter.plain import elements, fields, options
from interpreter.sources import called_name, every_node, functions, handler_function, last_name, nodes_of
from kit.schema import line_of, nearest
from recipes import kinesis

BROAD = {"Exception", "BaseException"}
# Methods of which an error loses a message, or what is made of it.
WRITING = ("send_", "put_", "publish", "invoke", "start_execution", "transact_write", "batch_write")
LOGGING_NAMES = LOGS | {"warn"}
IDENTIFIERS = {word: "".join(["record", *(f"['{step}']" for step in steps)])
               for word, steps in recipes.IDENTIFIERS.items()}
OTHERS = {"receiptHandle", "body", "eventID", "eventName", "Keys", "NewImage", "partitionKey", "data"}


def batch_lambdas(subject: Subject) -> list:
    """[(lambda, its trigger, observation of its code)] of lambdas that get batches, all of whose code is followed."""
    return [(fn, word, observation) for word in IDENTIFIERS for fn, observation in subject.followed(word)]


def invalid_responses(subject: Subject) -> Findings:
    """Return values that are no list of failures for Lambda: the whole batch then counts as failed, or as done."""
    for word in IDENTIFIERS:
        for _fn, returned, value in subject.returned(word):
            for message, hint in _response_faults(value, word):
                yield finding(returned, message, hint, "a response that Lambda cannot read fails the whole batch, and "
                              "one without batchItemFailures deletes it")


def _response_faults(value, word):
    """Yields (message, hint) of each problem in a response of a queue's or a stream's handler."""
    for key in fields(value):
        if key != "batchItemFailures" and nearest(key, ["batchItemFailures"], 0.75):
            yield f"Lambda does not read {key!r}", "write 'batchItemFailures'"
    for failures in options(fields(value).get("batchItemFailures", {"list": [], "open": True})):
        if isinstance(failures, dict) and "list" not in failures and ("dict" in failures or "text" in failures):
            yield "batchItemFailures is no list", f"[{{'itemIdentifier': {IDENTIFIERS[word]}}}]"
        for failure in elements(failures):
            yield from _failure_faults(failure, word)


def _failure_faults(entry, word):
    """Yields (message, hint) of each problem in one entry of batchItemFailures."""
    hint = f"{{'itemIdentifier': {IDENTIFIERS[word]}}}"
    if isinstance(entry, str) or isinstance(entry, dict) and entry.get("is") == "text":
        yield "an entry of batchItemFailures is a text", hint
    elif isinstance(entry, dict) and "dict" in entry and not entry["open"]:
        identifier = entry["dict"].get("itemIdentifier")
        if "itemIdentifier" not in entry["dict"]:
            yield "an entry of batchItemFailures has no 'itemIdentifier'", hint
        elif isinstance(identifier, dict) and {*identifier.get("event", [])[-1:]} & {*OTHERS}:  # [] is the whole event
            yield f"itemIdentifier is the {identifier['event'][-1]}", hint
        elif (kind := kind_of(identifier)) not in ("", "text"):
            yield f"itemIdentifier is {description(identifier, kind)}", hint


def undecoded_data(subject: Subject) -> Findings:
    """json.loads of the data of a Kinesis record, which is base64."""
    for _name, note in subject.notes("loads-object"):
        if note["value"].get("event") == kinesis.DATA:
            yield finding(note, "the data of a record is base64",
                          "json.loads(base64.b64decode(...))", "JSONDecodeError: Expecting value")


def lost_failures(subject: Subject) -> Findings:
    """Broad excepts that only log, so that a message or record that failed is lost: in a queue's or a stream's handler
    that reports no failures, and in the functions that it calls for each record."""
    for fn, word, observation in batch_lambdas(subject):
        reported = [fields(value).get("batchItemFailures") for returned in observation["returns"]
                    for value in options(returned["value"])]
        if any(isinstance(failures, dict) and failures.get("list") for failures in reported):
            yield from (lost(path, line, word) for path, line in sorted(helper_excepts(subject, observation)))
            continue
        reports_none = bool(reported) and all(failures == {"list": [], "open": False} for failures in reported)
        if not reports_none and any(
                "batchItemFailures" in fields(value) or not isinstance(value, dict) and value is not None
                or isinstance(value, dict) and "dict" not in value
                for returned in observation["returns"] for value in options(returned["value"])):
            continue
        has_handler, raises, broad = subject.of_tree(handler_excepts, fn["path"])
        if raises:
            continue  # it may raise for the failures that it collected
        excepts = {(fn["path"], line) for line in broad}
        if reports_none:
            yield from (lost(path, line, word) for path, line in sorted(excepts))
            continue
        for path, line in sorted({*excepts, *(helper_excepts(subject, observation) if has_handler else ())}):
            yield lost(path, line, word)
        for line in subject.of_tree(unread_exceptions.unread, fn["path"]) if has_handler else ():
            yield lost(fn["path"], line, word, "nobody reads the exception of this work")


def handler_excepts(tree):
    """[whether a file has a handler, whether that raises outside an except, [line of a broad except that only logs]]"""
    handler = handler_function(tree)
    caught = nodes_of(handler, ast.ExceptHandler) if handler else []
    inside = {node for except_ in caught for node in nodes_of(except_, ast.Raise)}
    raises = bool(handler) and not inside.issuperset(nodes_of(handler, ast.Raise))
    return [bool(handler), raises, [node.lineno for node in caught if is_broad(node) and only_logs(node)]]


def last_excepts(tree):
    """[line] of broad excepts that only log, at the end of the handler or of a loop in it."""
    handler = handler_function(tree)
    blocks = [handler.body, *(node.body for node in nodes_of(handler, ast.For))] if handler else []
    return [node.lineno for block in blocks if isinstance(block[-1], ast.Try) and not block[-1].orelse
            for node in block[-1].handlers if is_broad(node) and only_logs(node)]


def lost_notifications(subject: Subject) -> Findings:
    """Broad excepts that only log, at the end of a topic's handler or of its loop over the records."""
    for fn, _observation in subject.followed("topic"):
        for line in subject.of_tree(last_excepts, fn["path"]):
            yield Finding(fn["path"], line, "a notification that fails is lost: its exception is ignored here, or only "
                          "logged", "raise, at the end of the except",
                          "no error: Lambda invokes again, and then sends the event to the queue of failed events, "
                          "only after an exception")


def lost(path, line, word, how="its exception is ignored here, or only logged"):
    """The Finding of an except, or another line, that loses messages, or records. word: the lambda's trigger"""
    noun, consequence = ("message", "SQS deletes a batch when the invocation returns") if word == "queue" else \
        ("record", "Lambda continues with later records of the stream when the invocation returns")
    return Finding(path, line, f"a {noun} that fails is lost: {how}",
                   f"return {{'batchItemFailures': [{{'itemIdentifier': {IDENTIFIERS[word]}}}, ...]}}, or let it raise",
                   consequence)


def helper_excepts(subject, observation):
    """(path, line) of such an except in a function that the handler calls for each record: its body ends with the try,
    it returns nothing, and the functions between it and the handler only call the next one."""
    notes = [note for note in observation["notes"] if note["note"] == "try-of-record"]
    by_position = {(node.name, node.lineno): node for path in observation["files"] if notes
                   for node in functions(subject.tree(path))}
    for note in notes:
        through: list = [by_position.get(tuple(pair)) for pair in note["through"]]
        if None in through or getattr(through[-1].body[-1], "lineno", 0) != note["line"]:
            continue
        names = [_names_of(function, subject.tree(note["file"])) for function in through]
        if returns_value(through[-1]) and not (len(names[-1]) > 1 and names[-1] & _effects(through[-2])):
            continue  # the caller may know from the value that the record failed
        if all(_effects(caller) <= {*called, "list", "map", "append", *LOGGING_NAMES}
               for caller, called in zip(through, names[1:])):
            yield from ((note["file"], node.lineno) for node in through[-1].body[-1].handlers
                        if is_broad(node, through[-1].body[-1]) and only_logs(node))


def _names_of(function, tree):
    """The names under which code calls a function: its own, and those of the functions that it replaces as the inner
    function of their decorator."""
    outer = {entry.name for entry in functions(tree) if entry is not function and function in every_node(entry)}
    return {function.name, *(entry.name for entry in functions(tree) for part in entry.decorator_list
                             if getattr(getattr(part, "func", part), "id", "") in outer)}


def _effects(function):
    """The names of what a function calls outside its excepts without use of the result: only for the effect."""
    handled = {node for except_ in nodes_of(function, ast.ExceptHandler) for node in nodes_of(except_, ast.Expr)}
    return {called_name(node.value) for node in nodes_of(function, ast.Expr)
            if node not in handled and isinstance(node.value, ast.Call)}


def returns_value(function):
    """Whether a function returns something: its caller may know from it that the record failed."""
    return any(getattr(node.value, "value", node.value) is not None for node in nodes_of(function, ast.Return))


def is_broad(node, tried=None):
    """Whether an except catches every exception; or every error of AWS, where its try, `tried`, sends or writes."""
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    names = {last_name(type_) if type_ else "Exception" for type_ in caught}
    return bool(names & BROAD) or "ClientError" in names and tried is not None and any(
        isinstance(part, ast.Attribute) and part.attr.startswith(WRITING) for part in body_nodes(tried))


def only_logs(node):
    """Whether an except only logs the exception, or appends it to a list."""
    for statement in node.body:
        call = statement.value if isinstance(statement, ast.Expr) else None
        name = called_name(call)
        logs = name in LOGGING_NAMES | {"append", "add"}
        is_return = isinstance(statement, ast.Return) and getattr(statement.value, "value", statement.value) is None
        if not (isinstance(statement, (ast.Pass, ast.Continue, ast.AugAssign)) or logs or is_return
                or isinstance(call, ast.Constant)):
            return False
    return True


def throttled_batches(subject: Subject) -> Findings:
    """Queues that invoke a lambda more often at the same time than its reserved concurrency allows."""
    for _name, fn in subject.lambdas:
        most, reserved = (fn["infra"].get(word, {}).get(field, 0)
                          for word, field in (("queue", "concurrency"), ("concurrency", "reserved")))
        if most > reserved > 0:
            yield Finding(fn["path"], line_of(fn["lines"], "queue.concurrency"),
                          f"the queue has up to {most} invocations at the same time, and the lambda {reserved}",
                          f"the same number in both: concurrency: {{reserved: {most}}}, or a smaller one in the queue")


KINESIS = "infra:\n  kinesis: {stream: demo}\n---\n"
QUEUE = "infra:\n  queue: {batch: 10}\n---\n"
LOOP = "failed = []\nfor record in event['Records']:\n    try:\n        print(int(record['body']))\n" \
    "    except Exception as error:\n        "
FOUR = "infra:\n  queue: {concurrency: %s}\n  concurrency: {reserved: 4}\n---\nprint(event)"
CHECKS = [
    Check("P613", "A queue with more invocations at the same time than its lambda may have",
          "Lambda throttles: each batch that it cannot invoke counts as one of the tries, and then its messages are in "
          "the dead-letter queue.",
          "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html",
          FOUR % 10, FOUR % 4, throttled_batches),
    Check("P515", "The data of a Kinesis record, used without decoding it",
          "Lambda passes the data as base64: json.loads raises for every record, and the batch arrives again until it "
          "is discarded.",
          "https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html",
          KINESIS + "return [json.loads(record['kinesis']['data']) for record in event['Records']][0]",
          KINESIS + "import base64\nreturn [json.loads(base64.b64decode(record['kinesis']['data'])) "
          "for record in event['Records']][0]", undecoded_data),
    Check("P510", "Failures in a form that Lambda does not read",
          "The whole batch counts as failed, or Lambda deletes messages that failed.",
          "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html",
          QUEUE + "return {'batchItemFailures': [record['messageId'] for record in event['Records']]}",
          QUEUE + "return {'batchItemFailures': [{'itemIdentifier': record['messageId']} "
          "for record in event['Records']]}", invalid_responses),
    Check("P511", "A message that is lost when it fails",
          "The invocation returns, so SQS deletes the whole batch: no retry, and nothing in the dead-letter queue.",
          "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html",
          QUEUE + LOOP + "print(error)",
          QUEUE + LOOP + "print(error)\n        failed.append({'itemIdentifier': record['messageId']})\n"
          "return {'batchItemFailures': failed}",
          lambda subject: [*lost_failures(subject), *lost_notifications(subject)]),
]
