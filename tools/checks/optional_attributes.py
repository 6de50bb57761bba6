"""Attributes that an item of a table need not have, and that the code uses as if each item had them."""
from checks import row_reads, rows, tested_keys
from checks.attribute_uses import known_writes, names_of_put
from checks.check import Check, Findings, Subject, finding
from checks.dynamodb_calls import READS
from checks.events_read import error_of_none
from checks.example import lambda_file
from checks.expression_grammar import targets
from checks.subject import per_subject
from interpreter.plain import fields, options

MOST_KEYS = 2  # of a table


def absent_attributes(subject: Subject) -> Findings:
    """item.get("city").title() where no put of such items has a city: at most an update sets it later."""
    for name, note in subject.notes("none-attribute"):
        attribute, call = note["path"][-1], note["call"]
        table, args = subject.table_of(name, call), call["args"]
        if note["tried"] or not table or not call["sure"] or {"FilterExpression", "IndexName"} & args.keys() \
                or attribute in (rows.updated_names(args) or () if call["operation"] == "UpdateItem" else ()) \
                or tested_keys.is_named(subject, name, attribute):
            continue
        puts = [(write, site) for site, write in puts_of(subject, table) if is_alike(subject, table, args, write)]
        if puts and all(attribute not in (names_of_put(write["args"]) or {attribute}) for write, _site in puts):
            yield finding(note, f"items of {table!r} need not have {attribute!r}: {puts[0][1]} puts them without it",
                          f"(row.get({attribute!r}) or ...)", error_of_none(note["key"]))


def omitted_attributes(subject: Subject) -> Findings:
    """item["note"], where every put of such items may omit a note, and no update sets one."""
    for name, note in subject.notes("read-row"):
        call, key, table = note["call"], note["key"], subject.table_of(name, note["call"])
        if note["expected"] or note["by_row"] or not note["reached"] or len(note["path"]) != 2 or not table \
                or not call["sure"] or call["operation"] not in READS or {"FilterExpression", "IndexName"} & \
                call["args"].keys() or tested_keys.is_named(subject, name, key):
            continue
        puts = [(write["args"].get("Item"), site) for site, write in puts_of(subject, table)
                if is_alike(subject, table, call["args"], write)]
        writes = known_writes(subject, table) or [("Update", {}, {key})]
        if puts and all(is_optional(item, key) for item, _site in puts) \
                and all(kind == "Put" or key not in names for kind, _args, names in writes):
            yield finding(note, f"items of {table!r} need not have {key!r}: {puts[0][1]} may omit it",
                          f"item.get({key!r}, ...)", f"KeyError: {key!r}")


def is_optional(item, key):
    """Whether a plain item may lack an attribute; not one that is made of all fields that are not None: each may."""
    attributes = fields(item)
    return key in attributes and key in item["maybe"] and (
        len(item["maybe"]) == 1 or len(item["maybe"]) < len(attributes) - MOST_KEYS)


def emptied_sets(subject: Subject) -> Findings:
    """item["people"], where an update of such items does DELETE people :p: the last element takes the set with it."""
    for name, note in subject.notes("read-row", "read-known-row"):
        call, table = note["call"], subject.table_of(name, note["call"])
        if note["expected"] or note["caught"] or note.get("by_row", True) or len(note["path"]) != 2 or not table \
                or not call["sure"] or call["operation"] not in READS or "FilterExpression" in call["args"]:
            continue
        keys = row_reads.key_values(call) or {}
        for site, write in updates_that_empty(subject, table):
            if note["key"] in deleted(write["args"]) and all(row_reads.may_be_equal(
                    fields(write["args"].get("Key")).get(key), value) for key, value in keys.items()):
                yield finding(note, f"an item has no {note['key']!r} after {site} has deleted the last element of the "
                              "set", f"item.get({note['key']!r}, set())", f"KeyError: {note['key']!r}")
                break


@per_subject
def updates_that_empty(subject, table):
    """[("lambdas/a/index.py:5", UpdateItem)] of the updates with DELETE whose condition does not count the set, and
    whose file does not delete items of the table: those with an empty set, perhaps."""
    files = {call["file"] for name, call in subject.calls("dynamodb", frozenset({"DeleteItem"}))
             if subject.table_of(name, call) in (table, None)}
    return [(f"{call['file']}:{call['line']}", write) for call, write in rows.writes_to(subject, table, "UpdateItem")
            if call["file"] not in files and deleted(write["args"]) and write["python"]
            and "size" not in str(write["args"].get("ConditionExpression", "")).lower()]


def deleted(args):
    """{attribute} of the sets from which an update deletes elements."""
    names = fields(args.get("ExpressionAttributeNames"))
    return {str(names.get(word, word)) for text in options(args.get("UpdateExpression")) if isinstance(text, str)
            for clause, word in targets(text) or () if clause == "DELETE"}


def puts_of(subject, table):
    """[("lambdas/a/index.py:5", PutItem)] of the puts to a table."""
    return [(f"{call['file']}:{call['line']}", write) for call, write in rows.writes_to(subject, table, "PutItem")
            if write["python"]]


def is_alike(subject, table, args, write):
    """Whether a put makes an item as a call with these arguments reads it: of a table with a key of its own each, of
    another those with the same constant sort key."""
    return not rows.has_default_keys(subject, table) or isinstance(fields(args.get("Key")).get("sk"), str) \
        and fields(args["Key"])["sk"] == fields(write["args"].get("Item")).get("sk")


READ = "row = table.get_item(Key={'pk': event['id'], 'sk': 'user'})['Item']\nreturn %s"
CITY_WRITER = "table.put_item(Item={'pk': event['id'], 'sk': 'user', 'name': event['name']})\n" \
    "table.update_item(Key={'pk': event['id'], 'sk': 'user'}, UpdateExpression='SET city = :c', " \
    "ExpressionAttributeValues={':c': event['city']})"
CHECKS = [
    Check("P841", "An attribute that an item need not have, used as if each had it",
          "AttributeError or TypeError: item.get() returns None for an attribute that the item does not have. DynamoDB "
          "has no empty sets: it removes a set with its last element.",
          "https://docs.python.org/3/library/stdtypes.html#dict.get",
          READ % "row.get('city').title()", READ % "(row.get('city') or '').title()",
          lambda subject: [*absent_attributes(subject), *omitted_attributes(subject), *emptied_sets(subject)],
          lambda_file("b", CITY_WRITER)),
]
