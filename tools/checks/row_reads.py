"""Attributes of items that a lambda reads, compared with those that the app's lambdas write."""
import re

from aws import tables
from checks import attribute_uses, partial_match, rows, rules, source_events, tokens
from checks.check import Check, Findings, Subject, finding
from checks.dynamodb_keys import EITHER
from checks.dynamodb_values import start_of
from checks.example import lambda_file
from interpreter.plain import fields
from kit.problems import listed
from kit.schema import nearest

IMAGES = ("newImage", "oldImage")
KEYS = {"pk", "sk"}
FIRST = re.compile(r"[.\[]")  # after the attribute in a path


def unwritten_attributes(subject: Subject) -> Findings:
    """Attributes of items that a lambda reads, and that no write of such items contains."""
    for name, note in subject.notes("read-row"):
        if not note["expected"] and len(note["path"]) == 2 and note["key"] not in KEYS:
            table = subject.table_of(name, note["call"])
            if (known := returned_names(note["call"])) and note["key"] not in known[0]:
                yield finding(note, f"the call returns only {listed(sorted(known[0]))}", known[1],
                              f"KeyError: {note['key']!r}")
                continue
            written = rows.rows_of_table(subject, table) if table else None
            keys = key_values(note["call"])
            possible = candidates(written, keys) if written else None
            found = list(lacking(note, possible, table, [row for row in possible or () if is_of_kind(row, keys)]))
            yield from found
            if table and not rows.has_default_keys(subject, table):
                yield from attribute_uses.unwritten(subject, table, note)
    for name, note in subject.notes("open-key"):
        if note["path"][-1:] and note["path"][-1] in IMAGES and len(note["path"]) == 4 and note["how"] == "item" \
                and not note["expected"]:
            yield from of_image(subject, name, note)


def returned_names(call):
    """({attribute} that the items of a call have, hint) of an update that returns what it sets, and of a projection;
    None of other calls."""
    args = call["args"]
    if call["operation"] == "UpdateItem" and args.get("ReturnValues") in ("UPDATED_NEW", "UPDATED_OLD"):
        names = rows.updated_names({key: args[key] for key in args if key != "Key"})
        return ({FIRST.split(name)[0] for name in names}, "ReturnValues='ALL_NEW'") if names else None
    text = args.get("ProjectionExpression")
    names = tokens.names_in(text, "projection", fields(args.get("ExpressionAttributeNames"))) \
        if isinstance(text, str) and call["sure"] else None
    return ({FIRST.split(name)[0] for name in names}, "add it to the ProjectionExpression") \
        if names and all(isinstance(name, str) for name in names) else None


def unwritten_beginnings(subject: Subject) -> Findings:
    """Texts with which a key of an item never begins: row["sk"].startswith("ORDER#")."""
    for name, note in subject.notes("edge-row"):
        table, key = subject.table_of(name, note["call"]), note["path"][0]
        described = subject.model["state"]["table"].get(table, {})
        writes = attribute_uses.known_writes(subject, table) if key in tables.keys(described) and table else None
        keys = [fields(args.get("Item") or args.get("Key")) for _kind, args, _names in writes or ()]
        starts = {start_of(written.get(key)) for written in keys}
        if starts and note["reached"] and not any(start.startswith(note["key"]) or note["key"].startswith(start)
                                                  for start in starts):
            yield finding(note, f"no {key!r} of {table!r} begins with {note['key']!r}",
                          nearest(note["key"], starts) or f"they begin with {listed(sorted(starts))}",
                          "no error: it is always false, or the text stays as it is")


def unprojected_attributes(subject: Subject) -> Findings:
    """Attributes of items of an index that has only a part of each item."""
    for name, note in subject.notes("read-row"):
        args, table = note["call"]["args"], subject.table_of(name, note["call"])
        state = subject.model["state"]["table"].get(table, {})
        index = tables.indexes(state).get(args["IndexName"]) if isinstance(args.get("IndexName"), str) else None
        if note["expected"] or len(note["path"]) != 2 or index is None or index.projection == "all" \
                or index.local and {"Select", "ProjectionExpression"} & args.keys():  # read from the table itself
            continue
        others = index.projection if isinstance(index.projection, list) else []
        names = list(dict.fromkeys([*tables.keys(state), *index.keys, *others]))
        if note["key"] not in names:
            yield finding(note,
                          f"the index {args['IndexName']!r} has no {note['key']!r}: its items have {listed(names)}",
                          "another index with it in its `projection` (app.yaml), or read the item of the table",
                          f"KeyError: {note['key']!r}")


def is_only_updated(row, written):
    """Whether a row is an update, and none of the written rows creates its item."""
    return not makes(row) and not any(makes(other_row) and may_be_same(row, other_row) for other_row in written)


def is_of_kind(row, keys):
    """Whether a write is of an item as a call with these keys reads it: the beginnings of both keys are known."""
    return all(isinstance(row[key], str) or isinstance(row[key], dict)
               and isinstance(row[key].get("text", [None])[0], str)
               or isinstance(keys[key], dict) and "text" not in keys[key] for key in KEYS & keys.keys())


def lacking(note, written, table, certain) -> Findings:
    """A finding if the app creates items of the kind, all of them known, and none of them has the attribute.

    certain  the writes among `written` whose items are of the kind for certain; the others may be of another kind
    """
    if not written or any(attributes(row) is None for row in written) or not any(makes(row) for row in written):
        return
    if any(is_only_updated(row, written) for row in written):
        return  # another program created that item
    names, own_names = (set().union(*map(attributes, rows_)) for rows_ in (written, certain))
    if note["key"] not in names:
        others = f"they have {listed(sorted(own_names - KEYS))}" if own_names else ""
        yield finding(note, f"no lambda writes {note['key']!r} to such items of {table!r}",
                      nearest(note["key"], names, 0.6) or others, f"KeyError: {note['key']!r}")


def of_image(subject: Subject, name, note) -> Findings:
    """The findings of an attribute that the lambda `name` reads of an image in a table's event, by all items whose
    events its rules match."""
    own = [rule for rule in rules.rules(subject) if rule["lambda"] == name]
    tables = {rule["source"] for rule in own}
    if len(tables) != 1 or None in tables or any(rule["refused"] for rule in own):
        return
    table = tables.pop()[1]
    matched = [(row, matches(own, table, row)) for row in rows.rows_of_table(subject, table) or []]
    possible = [row for row, is_matched in matched if is_matched is not False]
    certain = [row for row, is_matched in matched if is_matched is True]
    findings = list(lacking(note, possible, table, certain))
    yield from findings
    for row, is_matched in matched if note["always"] and not findings and note["path"][-1] == "newImage" else ():
        names = attributes(row)
        if is_matched is True and makes(row) and names is not None and note["key"] not in names and not any(
                may_be_same(row, other_row) and (attributes(other_row) is None or note["key"] in attributes(other_row))
                for other_row in possible):
            site = f"{row['call']['file']}:{row['call']['line']}"
            yield finding(note, f"the rule matches the items of {row['lambda']} too ({site}), "
                          f"and they have no {note['key']!r}", "write in the rule's pattern which items: sk: [...]",
                          f"KeyError: {note['key']!r}")


def matches(own, table, row):
    """Whether one of a lambda's rules matches the event of a written row: True, False, or None if that is unknown.

    own  the lambda's rules (checks/rules.py); row: of checks/rows.py
    """
    events = list(source_events.table_events(table, row["pk"], rows.kind(row["sk"]), expires=any(
        "ttl" in rule["block"].get("source", {}) for rule in own)))
    results = [partial_match.match(rule["alternatives"], event) for rule in own for event in events]
    inserted = [partial_match.match(rule["alternatives"], events[0]) for rule in own]
    return True if True in inserted else False if set(results) == {False} else None


def attributes(row):
    """{name} of the attributes that a write sets, its keys among them; None if they are unknown."""
    if row["put"]:
        return None if row["item"]["open"] else set(row["item"]["dict"])
    return row["names"]


def makes(row):
    """Whether a write creates items: a put, or an update that also works where no item exists."""
    text = row["update"] if isinstance(row["update"], str) else ""
    return row["sure"] and (row["put"] or row["if_absent"] or row["certain"] and ("if_not_exists" in text or any(
        sort == "word" and word.upper() == "ADD" for sort, word in tokens.pieces(text, "update"))))


def key_values(call):
    """{"pk", "sk" or the attribute of an index: value} of the items that a call reads; None if they are unknown."""
    args = call["args"]
    if call["operation"] in ("GetItem", "UpdateItem", "DeleteItem"):
        return fields(args.get("Key")) if call["python"] else None
    if call["operation"] == "Scan":
        compared = equal_values(args, "FilterExpression") or {}
        return {key: value for key, value in compared.items() if key in KEYS} or None
    equal = equal_values(args, "KeyConditionExpression") if call["python"] else None
    if call["operation"] != "Query" or equal is None or "IndexName" in args and not isinstance(args["IndexName"], str):
        return None
    index = args.get("IndexName", "")  # one of `indexes` has the name of its attribute
    attribute = {index.removesuffix("-index"): {"kind": ""}} if index.endswith("-index") else {}
    return {**equal, **attribute}


def equal_values(args, parameter):
    """{attribute: value} of a condition that all its items fulfil: Key("pk").eq("a"), or the text "pk = :a"; None if it
    is not known."""
    condition = args.get(parameter)
    if not isinstance(condition, str):
        return condition.get("equal") if isinstance(condition, dict) else None
    attribute_of, value_of = (fields(args.get(f"ExpressionAttribute{part}")) for part in ("Names", "Values"))
    if EITHER.search(condition):
        return None
    return {attribute_of.get(name, name): value_of[value] for name, value in tokens.EQUALITY.findall(condition)
            if value in value_of and isinstance(attribute_of.get(name, name), str)}


def candidates(written, keys):
    """[row] of the writes whose items a call with these keys may read; None if the keys are unknown."""
    if not keys or not any(isinstance(value, (str, int)) or isinstance(value, dict) and "text" in value
                           or key not in KEYS for key, value in keys.items()):
        return None
    index = [key for key in keys if key not in KEYS]
    return [row for row in written if all(may_be_equal(row[key], keys[key]) for key in KEYS & keys.keys())
            and all(attributes(row) is None or key in attributes(row) for key in index)]


def may_be_same(row, other_write):
    """Whether two writes may be of the same item."""
    return may_be_equal(row["pk"], other_write["pk"]) and may_be_equal(row["sk"], other_write["sk"])


def may_be_equal(first, second):
    """Whether two plain values may be equal."""
    if isinstance(first, str):
        return first == second if isinstance(second, str) else not isinstance(second, dict) \
            or "text" not in second or partial_match.fits(second, first)
    if isinstance(second, str):
        return may_be_equal(second, first)
    starts = [value["text"][0] if isinstance(value, dict) and "text" in value else None for value in (first, second)]
    first_start, second_start = [start if isinstance(start, str) else None for start in starts]
    return first_start is None or second_start is None or first_start.startswith(second_start) \
        or second_start.startswith(first_start)


READ = "print(table.get_item(Key={'pk': 'a', 'sk': f\"reading#{event['time']}\"})['Item']['%s'])"
WRITER = lambda_file("b", "table.put_item(Item={'pk': 'a', 'sk': f\"reading#{event['time']}\", 'celsius': 5})")
SETTINGS = "name: demo\ntables:\n  demo:\n    indexes: {by_email: {key: {email: string}, projection: keys}}\n"
BEGIN = "row = table.get_item(Key={'pk': 'a', 'sk': event['sk']})['Item']\nreturn row['sk'].startswith('%s')"
PART = "names = table.query(IndexName='by_email', KeyConditionExpression=Key('email').eq('a'))['Items']\n" \
    "return [row['%s'] for row in names]"
CHECKS = [
    Check("P823", "An attribute of an item that no lambda writes",
          "KeyError. Reported only where every write of such items is known.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html",
          READ % "degrees", READ % "celsius", unwritten_attributes, WRITER),
    Check("P341", "An attribute that an index does not have",
          "KeyError: an index has its keys, those of the table, and the attributes of its projection.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.Projections",
          PART % "total", PART % "sk", unprojected_attributes, files={"app.yaml": SETTINGS}),
    Check("P363", "A beginning that no key of the table has",
          "The condition is never true. Reported only where every write to the table is known.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-sort-keys.html",
          BEGIN % "value#", BEGIN % "reading#", unwritten_beginnings, WRITER),
]
