"""Attributes of rows that a lambda reads, against those that the app's lambdas write."""
from checks import rows, rules, sources, tokens, verdicts
from checks.check import Check, Finding
from interpreter.plain import fields
from kit.problems import listed
from kit.schema import nearest

IMAGES = ("newImage", "oldImage")
KEYS = {"pk", "sk"}


def unwritten(subject):
    """Attributes that are read of rows, and that nobody who writes such rows writes."""
    for name, note in subject.notes("read-row"):
        if not note["expected"] and len(note["path"]) == 2 and note["key"] not in KEYS:
            table = subject.table_of(name, note["call"])
            found = rows.written(subject, table) if table else None
            yield from lacking(note, like(found, wanted(note["call"])) if found else None, table)
    for name, note in subject.notes("open-key"):
        if note["path"][-1:] and note["path"][-1] in IMAGES and len(note["path"]) == 4 and note["how"] == "item" \
                and not note["expected"]:
            yield from of_image(subject, name, note)


def empty_indexes(subject):
    """Queries of an index that no row of the app's can be in: nobody writes its attribute."""
    for name, call in subject.calls("dynamodb", {"Query"}):
        index, table = call["args"].get("IndexName"), subject.table_of(name, call)
        found = rows.written(subject, table) if table and isinstance(index, str) and call["sure"] else None
        if not found or any(attributes(row) is None for row in found) or not any(row["put"] for row in found):
            continue
        names = set().union(*map(attributes, found))
        wanted_ = index.removesuffix("-index")
        if wanted_ not in names | KEYS and not any(
                not makes(row) and not any(makes(other) and alike(row, other) for other in found) for row in found):
            yield Finding(call["file"], call["line"], f"the index {index!r} stays empty: no lambda writes "
                          f"{wanted_!r} to {table!r}", nearest(wanted_, names, 0.6) or
                          f"rows have {listed(sorted(names - KEYS))}",
                          "nothing: a row without the attribute is not in the index")


def lacking(note, found, table):
    """A finding if rows of the kind are known to be made by the app, and none of them has the attribute."""
    if not found or any(attributes(row) is None for row in found) or not any(makes(row) for row in found):
        return
    if any(not makes(row) and not any(makes(other) and alike(row, other) for other in found) for row in found):
        return  # a row that is only updated was made elsewhere
    names = set().union(*map(attributes, found))
    if note["key"] not in names:
        yield Finding(note["file"], note["line"], f"no lambda writes {note['key']!r} to such rows of {table!r}",
                      nearest(note["key"], names, 0.6) or f"they have {listed(sorted(names - KEYS))}",
                      f"KeyError: {note['key']!r}")


def of_image(subject, name, note):
    """The same of the images of a table's events: of all rows that the lambda's rules hear of, or of one kind."""
    own = [one for one in rules.rules(subject) if one["lambda"] == name]
    tables = {one["source"] for one in own}
    if len(tables) != 1 or None in tables or any(one["refused"] for one in own):
        return
    table = tables.pop()[1]
    heard = [(row, hears(own, table, row)) for row in rows.written(subject, table) or []]
    found = [row for row, is_heard in heard if is_heard is not False]
    told = list(lacking(note, found, table))
    yield from told
    for row, is_heard in heard if note["always"] and not told and note["path"][-1] == "newImage" else ():
        names = attributes(row)
        if is_heard is True and makes(row) and names is not None and note["key"] not in names and not any(
                alike(row, other) and (attributes(other) is None or note["key"] in attributes(other))
                for other in found):
            place = f"{row['call']['file']}:{row['call']['line']}"
            yield Finding(note["file"], note["line"], f"the rule hears of the rows of {row['lambda']} too ({place}), "
                          f"and they have no {note['key']!r}", "name their kind in the rule's pattern: sk: [...]",
                          f"KeyError: {note['key']!r}")


def hears(own, table, row):
    """Whether rules hear that a row is written: True, False or None."""
    events = list(sources.table_events(table, row["pk"], rows.kind(row["sk"])))
    found = [verdicts.verdict(one["ways"], event) for one in own for event in events]
    inserted = [verdicts.verdict(one["ways"], events[0]) for one in own]
    return True if True in inserted else False if set(found) == {False} else None


def attributes(row):
    """The attributes of a row as it is written; None if they are not known."""
    if row["put"]:
        return None if row["item"]["open"] else set(row["item"]["dict"])
    return row["names"]


def makes(row):
    """Whether a write makes rows: a put, or an update that also counts on there being none."""
    text = row["update"] if isinstance(row["update"], str) else ""
    return row["put"] or row["certain"] and ("if_not_exists" in text or any(
        sort == "word" and word.upper() == "ADD" for sort, word in tokens.pieces(text, "update")))


def wanted(call):
    """{"pk", "sk" or the attribute of an index: value} of what a call asks for; None if that is not known."""
    args = call["args"]
    if call["operation"] in ("GetItem", "UpdateItem", "DeleteItem"):
        return fields(args.get("Key")) if call["python"] else None
    condition = args.get("KeyConditionExpression")
    if call["operation"] != "Query" or not isinstance(condition, dict) or "wanted" not in condition \
            or "IndexName" in args and not isinstance(args["IndexName"], str):
        return None
    index = args.get("IndexName", "").removesuffix("-index")
    return {**condition["wanted"], **({index: {"kind": ""}} if index else {})}


def like(found, keys):
    """The rows that may be those that a call asks for; None if nothing is known of it."""
    if not keys or not any(isinstance(value, str) or "text" in value or key not in KEYS
                           for key, value in keys.items()):
        return None
    index = [key for key in keys if key not in KEYS]
    return [row for row in found if all(may_be(row[key], keys[key]) for key in KEYS & keys.keys())
            and all(attributes(row) is None or key in attributes(row) for key in index)]


def alike(row, other):
    """Whether two rows may be the same one."""
    return may_be(row["pk"], other["pk"]) and may_be(row["sk"], other["sk"])


def may_be(first, second):
    """Whether two values may be the same."""
    if isinstance(first, str):
        return first == second if isinstance(second, str) else not isinstance(second, dict) \
            or "text" not in second or verdicts.fits(second, first)
    if isinstance(second, str):
        return may_be(second, first)
    starts = [one["text"][0] if isinstance(one, dict) and "text" in one else None for one in (first, second)]
    return None in starts or starts[0].startswith(starts[1]) or starts[1].startswith(starts[0])


READ = "print(table.get_item(Key={'pk': 'a', 'sk': f\"reading#{event['time']}\"})['Item']['%s'])"
WRITER = {"lambdas/b/index.py": '"""Writes.\n\ninfra: {}\n"""\nimport os\n\nimport boto3\n\n'
          'table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])\n\n\ndef handler(event, context):\n'
          '    table.put_item(Item={"pk": "a", "sk": f"reading#{event[\'time\']}", "celsius": 5})\n'}
INDEX = "infra:\n  indexes:\n  - {name: %s, type: N, table: demo}\n---\n" \
    "return table.query(IndexName='%s', KeyConditionExpression=Key('%s').eq(5))['Items']"
CHECKS = [
    Check("P823", "An attribute of a row that nobody writes",
          "KeyError. Only where every write of such rows is known.",
          READ % "degrees", READ % "celsius", unwritten, WRITER),
    Check("P824", "An index that stays empty", "A row without the attribute is not in the index, and nobody writes it.",
          INDEX % ("degrees", "degrees-index", "degrees"), INDEX % ("celsius", "celsius-index", "celsius"),
          empty_indexes, WRITER),
]
