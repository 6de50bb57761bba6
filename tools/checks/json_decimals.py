"""Numbers of tables, which are Decimals, in values that json writes."""
import bisect
import itertools

from aws import tables
from checks import attribute_uses, messages
from checks.bodies import BODY
from checks.check import Check, Findings, Subject, finding
from checks.dynamodb_values import leaves, start_of
from checks.subject import per_subject
from interpreter.plain import fields, options, possible_elements
from recipes import routes

DECIMAL = ("decimal", "inexact")


def unserialisable_items(subject: Subject) -> Findings:
    """Numbers of items of a table, and Decimals of the code, that json cannot write: every item has a number there."""
    for name in sorted(subject.observations):
        calls: dict = {}
        for call in subject.observations[name]["calls"]:
            calls.setdefault((call["file"], call["line"]), []).append(call)
        is_patched = any("JSONEncoder.default" in subject.sources.text(path)  # of all calls of json.dumps
                         for path in subject.observations[name]["files"])
        for note in subject.observations[name]["notes"]:
            if note["note"] != "dumps" or note["helped"] or is_patched:
                continue
            for path, value in leaves(note["value"], ""):
                source = decimal_source(subject, name, calls, value)
                if source:
                    yield finding(note, f"numbers of the table {source} are Decimals, which json cannot write"
                                  if source != DECIMAL[0] else f"{path or 'the value'} is a Decimal, which json cannot "
                                  "write", "json.dumps(..., default=str), or int, or float, for numbers",
                                  "TypeError: Object of type Decimal is not JSON serializable")
                    break


def unserialisable_objects(subject: Subject) -> Findings:
    """Objects of the app's own classes that json cannot write."""
    for _name, note in subject.notes("dumps"):
        for path, value in leaves(note["value"], "") if not note["helped"] and note["object"] else ():
            if value == {"kind": "object"}:
                yield finding(note, f"{path or 'the value'} is an object of {note['object']}, which json cannot write",
                              "dataclasses.asdict(...), vars(...), or json.dumps(..., default=...)",
                              f"TypeError: Object of type {note['object']} is not JSON serializable")
                break


def decimal_source(subject, name, calls, value):
    """The table whose number a plain value is, or "decimal" of a Decimal of the code; "" if that is not certain.

    calls  {(file, line): [call]} of the lambda
    """
    choices = [option for option in options(value) if not isinstance(option, int)]
    if choices and all(isinstance(option, dict) and option.get("kind") in DECIMAL for option in choices):
        return DECIMAL[0]
    sources = {table_of_number(subject, name, calls, option) for option in choices}
    return sources.pop() or "" if len(sources) == 1 else ""


def table_of_number(subject, name, calls, value):
    """The table of whose items a plain value is a number, or has one; None of other values."""
    row = value.get("computed", value) if isinstance(value, dict) else {}
    possible = calls.get((row.get("file"), row.get("row")), [])
    possible = [call for call in possible if call["reached"]] or possible
    call, found = possible[-1] if possible else None, {subject.table_of(name, call) for call in possible}
    table = found.pop() if len(found) == 1 else None
    if not table or call is None:
        return None
    path = [step for step in row["path"] if step != "*"]
    if not path and any(note["row"] == [row["file"], row["row"]] for note in changed(subject, name)):
        return None
    if "last" in row:
        return table if _has_number_key(subject, table, call) else None
    if len(path) == 1 and len(path) == len(row["path"]) and path[0] in numbers_of(subject, table):
        return table
    return table if ("computed" not in value or len(row["path"]) > 1) and _has_number(subject, table, row, call) \
        or row["many"] and not path and _gets_number(subject, table, call) else None


@per_subject
def changed(subject, name):
    """[note] of the items that the lambda changes after reading them: it may replace their numbers."""
    return [note for note in subject.observations[name]["notes"] if note["note"] == "changes-row"]


@per_subject
def numbers_of(subject, table):
    """{attribute}: keys that are numbers, and attributes to which each write that sets them gives a number."""
    types = tables.attribute_types(subject.model["state"]["table"][table])
    numbers = {key for key, kind in types.items() if kind == "N"}
    parts = attribute_uses.known_writes(subject, table) or ()
    for attribute in set().union(*(names for _kind, _args, names in parts)) - types.keys():
        values = attribute_uses.values_by_write(subject, table, attribute)
        if all(values) and all(_is_number(value) for group in values for value in group):
            numbers.add(attribute)
    return numbers


def _gets_number(subject, table, call):
    """Whether an update gives items that a query returns whole a number, so that json cannot write the result: a query
    for all items of a key that the event has, without a filter."""
    args = call["args"]
    if call["operation"] != "Query" or {"FilterExpression", "ProjectionExpression", "Select"} & args.keys() \
            or not isinstance(args.get("KeyConditionExpression"), dict) or not call["sure"]:
        return False
    condition, described = args["KeyConditionExpression"], subject.model["state"]["table"][table]
    index = tables.indexes(described).get(args["IndexName"]) if isinstance(args.get("IndexName"), str) else None
    if "IndexName" in args and (index is None or index.projection != "all") or condition["open"] or any(
            isinstance(value, str) for value in condition["equal"].values()) or len(condition["condition"]) != 1:
        return False
    has_one_kind = len({*tables.keys(described)}) == 1  # items of other kinds would have other sort keys
    return has_one_kind and any(kind == "Update" and names & numbers_of(subject, table) - {*tables.keys(described)}
                                for kind, _args, names in attribute_uses.known_writes(subject, table) or ())


@per_subject
def _puts(subject, table):
    """[(lambda, the item of a put_item of a table, plain)] of all lambdas."""
    return [(name, call["args"].get("Item")) for name, call in subject.calls("dynamodb", frozenset({"PutItem"}))
            if subject.table_of(name, call) == table]


def _has_number_key(subject, name, call):
    """Whether the LastEvaluatedKey of a call for a table has a number: a key of the table, or of the index."""
    table = subject.model["state"]["table"][name]
    index = tables.indexes(table).get(call["args"].get("IndexName")) \
        if isinstance(call["args"].get("IndexName"), str) else None
    keys = (*tables.keys(table), *(index.keys if index else ()))
    return "N" in {tables.attribute_types(table).get(key) for key in keys}


@per_subject
def _starts(subject, table, attribute):
    """({the known beginning of an attribute: [at, in _puts()]}, the beginnings in their order)"""
    at_by_start: dict[str, list[int]] = {}
    for at, (_name, item) in enumerate(_puts(subject, table)):
        at_by_start.setdefault(start_of(fields(item).get(attribute)), []).append(at)
    return at_by_start, sorted(at_by_start)


def _has_number(subject, table, value, call):
    """Whether a value that was read contains a number for certain: each item that may have been read has one there."""
    steps = value["path"]
    items = _items_with_key(subject, table, fields(call["args"].get("Key")))
    if steps[:1] == ["*"]:
        return False
    results = (_contains_number(subject, name, fields(item).get(steps[0]), steps[1:]) if steps else any(
        map(_is_number, fields(item).values())) for name, item in items)
    return next(results, False) and all(results)


def _contains_number(subject, name, value, steps):
    """Whether a plain value that a lambda writes is a number at some steps, or has one there: a part of its body by the
    endpoint's schema."""
    if isinstance(value, dict) and value.get("event", [])[:2] == BODY:
        endpoint = subject.model["lambdas"][name]["infra"].get("endpoint")
        schema = endpoint and routes.only_schema(endpoint)
        for step in [*value["event"][2:], *steps]:
            node = schema if isinstance(schema, dict) else {}
            schema = node.get("items") if step in ("[]", "*") else (node.get("properties") or {}).get(step)
        return _requires_number(schema)
    if not steps and _is_number(value):
        return True
    if isinstance(value, dict) and value.get("event") and not steps:
        base, deliveries = messages.messages(subject, name)
        sent = [messages.at(content, value["event"][len(base):]) for *_of, content in deliveries
                if value["event"][:len(base)] == base]
        return bool(sent) and all(map(_is_number, sent))
    parts = possible_elements(value) or [] if steps[:1] == ["*"] else [fields(value).get(steps[0])] if steps else [
        *fields(value).values(), *(possible_elements(value) or [])]
    return bool(parts) and any(part is not None and _contains_number(subject, name, part, steps[1:]) for part in parts)


def _requires_number(schema):
    """Whether JSON that is valid by a schema has a number, where its lists are not empty."""
    if not isinstance(schema, dict):
        return False
    required = [(schema.get("properties") or {}).get(key) for key in schema.get("required", [])]
    return schema.get("type") in ("integer", "number") or any(map(_requires_number, [*required, schema.get("items")]))


def _items_with_key(subject, table, key):
    """Yields those of _puts() that may have a key: as far as their texts are known, one begins with the other. An app
    may have thousands of them, and the first usually decides."""
    items, starts = _puts(subject, table), {name: start_of(value) for name, value in key.items()}
    first = max(starts, key=lambda name: len(starts[name]), default=None)
    for at in _matching(*_starts(subject, table, first), starts[first]) if starts else range(len(items)):
        item = items[at][1]
        texts = {name: start_of(fields(item).get(name)) for name in starts if name != first}
        if item is not None and all(text.startswith(starts[name]) or starts[name].startswith(text)
                                    for name, text in texts.items()):
            yield items[at]


def _matching(at_by_start, starts, start):
    """Yields `at` of the beginnings that begin with a text, or with which it begins."""
    longer = itertools.takewhile(lambda text: text.startswith(start),
                                 itertools.islice(starts, bisect.bisect_left(starts, start), None))
    shorter = (start[:length] for length in range(len(start)))
    return (at for text in itertools.chain(shorter, longer) for at in at_by_start.get(text, ()))


def _is_number(value):
    """Whether a plain value is an int or a Decimal in each of its options."""
    return all(isinstance(option, int) and not isinstance(option, bool) or isinstance(option, dict)
               and (option.get("kind") in ("whole", *DECIMAL) or option.get("is") == "number")
               for option in options(value))


PUT = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'price': 5})\n" \
    "return json.dumps(table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']%s)"
OBJECT = "class Order:\n    def __init__(self, total):\n        self.total = total\n\n\ndef order_of(event):\n" \
    "    return Order(event['total'])\n\n\ndef handler(event, context):\n    return json.dumps({'order': %s})"
CHECKS = [
    Check("P323", "A number of a table that json cannot write",
          "TypeError: Object of type Decimal is not JSON serializable.",
          "https://docs.python.org/3/library/json.html", PUT % "", PUT % ", default=str", unserialisable_items),
    Check("P361", "An object of an own class that json cannot write",
          "TypeError: Object of type Order is not JSON serializable.",
          "https://docs.python.org/3/library/json.html#json.JSONEncoder.default",
          OBJECT % "order_of(event)", OBJECT % "vars(order_of(event))", unserialisable_objects),
]
