"""Attributes that items of a table need not have, whose value the code uses as if each item had them."""
from checks import emitted, rows, tested_keys
from checks.attribute_uses import names_of_put
from checks.check import Check, Findings, Subject, finding
from checks.events_read import error_of_none
from checks.example import lambda_file
from interpreter.plain import fields


def absent_attributes(subject: Subject) -> Findings:
    """item.get("city").title() where no put of such items has a city: at most an update sets it later."""
    for name, note in subject.notes("none-attribute"):
        attribute, call = note["path"][-1], note["call"]
        table, args = subject.table_of(name, call), call["args"]
        if note["tried"] or not table or not call["sure"] or {"FilterExpression", "IndexName"} & args.keys() \
                or attribute in (rows.updated_names(args) or () if call["operation"] == "UpdateItem" else ()) \
                or any(attribute in subject.of_tree(tested_keys.tested_names, path)
                       for path in subject.observations[name]["files"]):
            continue
        puts = [(write, site) for site, write in puts_of(subject, table) if is_alike(subject, table, args, write)]
        if puts and all(attribute not in (names_of_put(write["args"]) or {attribute}) for write, _site in puts):
            yield finding(note, f"items of {table!r} need not have {attribute!r}: {puts[0][1]} puts them without it",
                          f"(row.get({attribute!r}) or ...)", error_of_none(note["key"]))


def puts_of(subject, table):
    """[("lambdas/a/index.py:5", PutItem)] of the puts to a table."""
    return [(f"{call['file']}:{call['line']}", write)
            for name, call in emitted.reachable_calls(subject, "dynamodb", rows.WRITES)
            for target, write in rows.writes(subject, name, call)
            if write and target == table and write["operation"] == "PutItem" and write["python"]]


def is_alike(subject, table, args, write):
    """Whether a put makes an item as a call with these arguments reads it: of a table with a key of its own each, of
    another those with the same constant sort key."""
    return not rows.has_default_keys(subject, table) or isinstance(fields(args.get("Key")).get("sk"), str) \
        and fields(args["Key"])["sk"] == fields(write["args"].get("Item")).get("sk")


READ = "row = table.get_item(Key={'pk': event['id'], 'sk': 'user'})['Item']\nreturn %s"
WRITER = "table.put_item(Item={'pk': event['id'], 'sk': 'user', 'name': event['name']})\n" \
    "table.update_item(Key={'pk': event['id'], 'sk': 'user'}, UpdateExpression='SET city = :c', " \
    "ExpressionAttributeValues={':c': event['city']})"
CHECKS = [
    Check("P841", "An attribute that an item need not have, used as if each had it",
          "AttributeError or TypeError: item.get() returns None for an attribute that the item does not have.",
          "https://docs.python.org/3/library/stdtypes.html#dict.get",
          READ % "row.get('city').title()", READ % "(row.get('city') or '').title()", absent_attributes,
          lambda_file("b", WRITER)),
]
