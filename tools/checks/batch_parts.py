"""Records of an event, and responses of other lambdas, that a handler does not get, or does not read."""
import ast

from aws import tables
from checks.batches import most_records
from checks.check import Check, Finding, Findings, Subject, finding, notes_of
from checks.example import lambda_file
from checks.syntax import function_name
from interpreter.sources import FUNCTIONS, assignments, constant_texts, every_node, functions, nodes_of, read_key
from recipes import queue, stream_filter

RECORDS = {("Records",): "Records", ("detail", "records"): "records"}


def unread_records(subject: Subject) -> Findings:
    """The first of several records alone: event["Records"][0] of a queue, event["detail"]["records"][:1].

    Not event["detail"]["records"][0]: mostly an event has one record, and the code may know that.
    """
    for name, note in subject.notes("slice"):
        word = RECORDS[tuple(note["path"])]
        batch = subject.model["lambdas"][name]["infra"].get("queue", {}).get("batch", 1)
        most = batch if word == "Records" else None
        reads = sum(isinstance(node, ast.Constant) and node.value == word
                    for node in every_node(subject.tree(note["file"])))
        if word == "records" and note["how"] == "item":
            continue
        if note["reached"] and note["key"] > 0 and (most is None or note["key"] < most) and reads == 1:
            number = f"up to {most}" if most else "one for each change of the items with equal pk and sk"
            yield finding(note, f"an event has several records, {number}, and only "
                          f"{'the first is' if note['key'] == 1 else 'some are'} read",
                          f"for record in event{''.join(f'[{part!r}]' for part in note['path'])}",
                          "no error: the others count as done, and are lost")


def unread_parts(subject: Subject) -> Findings:
    """Records of a batch that the code does not read: slices of the records, and loops that a return ends."""
    yield from unread_records(subject)
    for name in sorted(subject.observations):
        infra = subject.model["lambdas"][name]["infra"]
        of_table = any(block.get("source", {}).get("type") == "table" for block in infra.get("events", []))
        word = "Records" if (most_records(subject, name) or 0) > 1 else "records" if of_table else ""
        for path in subject.observations[name]["files"] if word else ():
            for line in subject.of_tree(ending_returns, path, word):
                yield Finding(path, line, "this return ends the loop over the records: those after this one are not "
                              "read", "continue, or the return after the loop",
                              "no error: the others count as done, and are lost")


def ending_returns(tree, word):
    """Yields the lines of returns in a loop over the records under a key of the event, "Records": at its end, or
    without a failure under a condition on a record."""
    scopes = functions(tree)
    readers = {scope.name for scope in scopes if word in constant_texts(scope)}
    for scope in scopes:
        names = {name for name, value in assignments(nodes_of(scope, ast.Assign))
                 if is_of_records(value, set(), readers, word)}
        names |= passed_records(tree, scope, readers, word)
        for loop in nodes_of(scope, ast.For):
            if not is_of_records(loop.iter, names, readers, word):
                continue
            if isinstance(loop.body[-1], ast.Return) and scope.name == "handler":
                yield loop.body[-1].lineno
            elif not isinstance(loop.body[-1], ast.Raise):
                own = {part.id for node in every_node(loop) for part in every_node(getattr(node, "target", None) or (
                    node.targets[0] if isinstance(node, ast.Assign) else ast.Pass())) if isinstance(part, ast.Name)}
                yield from returns_in(loop.body, own, False)


def is_of_records(node, names, readers, word):
    """Whether an expression is the records of an event, or made of them by a function of the module.

    names  those of the records; readers: the names of functions that read that key
    """
    while function_name(node) in ("enumerate", "list", "reversed", "sorted", "tuple", "iter") and node.args:
        node = node.args[0]
    return read_key(node) == word or isinstance(node, ast.Name) and node.id in names \
        or function_name(node) in readers - {"handler"}


def passed_records(tree, scope, readers, word):
    """The parameters of a function that get the records of an event from a call in the module."""
    parameters = [parameter.arg for parameter in scope.args.args]
    return {parameter for call in nodes_of(tree, ast.Call) if function_name(call) == scope.name
            for parameter, value in zip(parameters, call.args)
            if is_of_records(value, set(), readers - {scope.name}, word)}


def returns_in(statements, own, conditional):
    """Yields the lines of such returns in the statements of a loop. own: the names that the loop sets"""
    for node in statements:
        if isinstance(node, ast.Return) and conditional and has_no_failure(node.value):
            yield node.lineno
        elif isinstance(node, ast.If):
            of_record = any(part.id in own for part in nodes_of(node.test, ast.Name))
            yield from returns_in(node.body, own, conditional or of_record)
            yield from returns_in(node.orelse, own, conditional or of_record)
        elif not isinstance(node, FUNCTIONS):
            yield from returns_in([*getattr(node, "body", []), *getattr(node, "orelse", [])], own, conditional)


def has_no_failure(value):
    """Whether a returned value names no failure: None, or an empty list of batchItemFailures."""
    is_empty = isinstance(value, ast.Dict) and all(isinstance(part, ast.List) and not part.elts
                                                   for part in value.values)
    return value is None or isinstance(value, ast.Constant) and value.value is None or is_empty


ABSENT_IMAGES = {"NewImage": "REMOVE", "OldImage": "INSERT"}


def absent_images(subject: Subject) -> Findings:
    """record["dynamodb"]["NewImage"] of each record of a stream: a removal has none, nor an insert an OldImage."""
    for name, note in subject.notes("open-key"):
        block, kind = subject.model["lambdas"][name]["infra"].get("stream"), ABSENT_IMAGES.get(note["key"])
        if block is None or kind is None or note["path"][-1:] != ["dynamodb"] or note["how"] != "item" \
                or note["guarded"]:
            continue
        patterns = queue.filters(block)
        if kind in stream_filter.changes(patterns) and not (
                note["inside"] or note["caught_here"] or note["examined"]):
            yield finding(note, f"the filter lets {kind} through, whose record has no {note['key']}",
                          "test record['eventName'] first", f"KeyError: {note['key']!r}")
            continue
        if "eventName" in subject.texts(note["file"]):
            continue
        is_only = bool(patterns) and all(pattern.get("eventName") == [kind] for pattern in patterns)
        if is_only:
            yield finding(note, f"the filter lets only {kind} through, whose records have no {note['key']}",
                          "OldImage" if kind == "REMOVE" else "NewImage", f"KeyError: {note['key']!r}, of each record")
        if is_only or not note["always"] or note["caught"]:
            continue
        if kind == "REMOVE" and not may_remove(subject, block["table"]):
            continue
        if not patterns or not all(note["key"] in pattern.get("dynamodb", {}) or "eventName" in pattern
                                   and kind not in pattern["eventName"] for pattern in patterns):
            others = ", ".join(change for change in tables.CHANGES if change != kind)
            yield finding(note, f"the record of {kind} has no {note['key']}",
                          f"filter: {{eventName: [{others}]}} in the stream's block",
                          f"KeyError: {note['key']!r}: the batch is repeated")


def may_remove(subject, table):
    """Whether items of a table expire, or a call of the app may delete some."""
    expires = tables.time_to_live(subject.model["state"]["table"].get(table, {}))
    return bool(expires) or any(subject.table_of(name, call) in (table, None) for name, call in subject.calls(
        "dynamodb", frozenset({"DeleteItem", "BatchWriteItem", "TransactWriteItems"})))


empty_payloads = notes_of(
    "empty-payload", "an invocation of type {name!r} has no payload: Lambda answers before the function runs",
    "InvocationType='RequestResponse', the default", "json.decoder.JSONDecodeError: Expecting value")
QUEUE = "infra:\n  queue: {batch: 10}\n---\nfor record in event['Records']%s:\n    print(record['body'])"
INVOKE = "response = boto3.client('lambda').invoke(FunctionName=os.environ['DEMO_B_FUNCTION']%s)\n" \
    "return json.load(response['Payload'])"
STREAM = "infra:\n  stream: {table: demo%s}\n---\nfor record in event['Records']:\n" \
    "    print(record['dynamodb']['NewImage'])\n    table.delete_item(Key={'pk': 'a', 'sk': record['eventID']})"
CHECKS = [
    Check("P513", "Records that no code reads",
          "Lambda deletes all messages of a batch when the invocation returns, and a table's event has all changes of "
          "items with equal keys.",
          "https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html",
          QUEUE % "[:1]", QUEUE % "", unread_parts),
    Check("P429", "An image that a record of a stream does not have",
          "KeyError: the record of a removal has no NewImage, and that of an insert no OldImage.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html",
          STREAM % "", STREAM % ", filter: {eventName: [INSERT, MODIFY]}", absent_images),
    Check("P221", "The payload of an invocation that does not wait",
          "JSONDecodeError: with InvocationType='Event' Lambda answers before the function runs.",
          "https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html",
          INVOKE % ", InvocationType='Event'", INVOKE % "", empty_payloads, lambda_file("b", "return {'a': 1}")),
]
