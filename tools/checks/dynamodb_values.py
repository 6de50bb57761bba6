"""What DynamoDB takes for a value: Decimals instead of floats, no dates, no empty sets; and what comes back."""
from checks.check import Check, Finding
from checks.dynamodb_keys import finding
from interpreter.plain import fields, options

WRITTEN = ("Item", "Key", "ExpressionAttributeValues")
UNSUPPORTED = {"time": ("a date or time", ".isoformat()"), "span": ("a timedelta", "str(...)"),
               "uuid": ("a UUID", "str(...)"), "function": ("a function", "call it: ...()")}


def written(subject):
    """(call, place, plain value) of all that is written in Python's own values."""
    for _name, call in subject.calls("dynamodb"):
        if call["python"] and call["sure"]:
            for parameter in WRITTEN:
                yield from ((call, place, one) for place, one in leaves(call["args"].get(parameter), ""))


def leaves(value, place):
    """(dotted place, value) of everything in a value, itself too; of several options only what all are."""
    if isinstance(value, dict) and "dict" in value:
        for key, one in value["dict"].items():
            yield from leaves(one, f"{place}.{key}" if place else key)
    elif isinstance(value, dict) and "list" in value:
        for one in value["list"]:
            yield from leaves(one, f"{place}[]")
    else:
        yield place, value


def is_float(value):
    """Whether a plain value is a float, whatever it is; a number of a request's schema may be one."""
    if isinstance(value, dict) and "any" in value:
        return any(map(is_float, value["any"]))
    return isinstance(value, dict) and ("float" in value or value.get("kind") == "float" or bool(value.get("floats")))


def floats(subject):
    """Floats that are written to a table."""
    for call, place, value in written(subject):
        if is_float(value):
            request = isinstance(value, dict) and value.get("floats")
            hint = "json.loads(event['body'], parse_float=Decimal)" if request else \
                "round it to an int, or say Decimal(str(...))"
            yield finding(call, f"{place} {'may be' if request else 'is'} a float", hint,
                          "TypeError: Float types are not supported. Use Decimal types instead.")


def unsupported(subject):
    """Dates, UUIDs and functions that are written to a table, and sets without members."""
    for call, place, value in written(subject):
        kind = value.get("kind") if isinstance(value, dict) else None
        if kind in UNSUPPORTED:
            what, hint = UNSUPPORTED[kind]
            yield finding(call, f"{place} is {what}", hint, "TypeError: Unsupported type")
        elif kind == "set" and value.get("empty"):
            yield finding(call, f"{place} is an empty set", "leave the attribute out, or write an empty list",
                          "ValidationException: An number set may not be empty")


def mixed_numbers(subject):
    """A table's number beside a float."""
    for _name, note in subject.notes("decimal-float"):
        yield Finding(note["file"], note["line"], "a number of a table is a Decimal, and this is a float",
                      "Decimal('1.1') instead of 1.1, or float(...) round the table's number",
                      "TypeError: unsupported operand type(s): 'decimal.Decimal' and 'float'")


def unserialised_rows(subject):
    """Rows of a table that json cannot write: all that is ever written there holds numbers."""
    numeric = numeric_tables(subject)
    for name in sorted(subject.seen):
        calls = {(call["file"], call["line"]): call for call in subject.seen[name]["calls"]}
        for note in subject.seen[name]["notes"]:
            if note["note"] != "dumps" or note["helped"]:
                continue
            for _place, value in leaves(note["value"], ""):
                call = calls.get((value.get("file"), value.get("row"))) if isinstance(value, dict) else None
                table = call and subject.table_of(name, call)
                if table and _has_number(value, call, numeric.get(table, [])):
                    yield Finding(note["file"], note["line"],
                                  f"numbers of table {table} are Decimals, which json cannot write",
                                  "json.dumps(..., default=str), or float for numbers",
                                  "TypeError: Object of type Decimal is not JSON serializable")
                    break


def numeric_tables(subject):
    """{table: [the item of each put_item, plain]} of all lambdas."""
    found = {}
    for name, call in subject.calls("dynamodb", frozenset({"PutItem", "UpdateItem"})):
        table = subject.table_of(name, call)
        if table:
            found.setdefault(table, []).append(call["args"].get("Item") if call["operation"] == "PutItem" else None)
    return found


def _has_number(value, call, items):
    """Whether what was read holds a number for sure: every item that could have been read has one there."""
    wanted = fields(call["args"].get("Key"))
    items = [item for item in items if item is not None and _may_be(item, wanted)]
    path = [one for one in value["path"] if one != "*"]
    if len(path) != len(value["path"]) or len(path) > 1 or not items:
        return False
    return all(_is_number(fields(item).get(path[0])) if path else any(map(_is_number, fields(item).values()))
               for item in items)


def _may_be(item, key):
    """Whether an item may have a key: their texts begin alike, as far as they are known."""
    for name in ("pk", "sk"):
        one, other = _prefix(fields(item).get(name)), _prefix(key.get(name))
        if not (one.startswith(other) or other.startswith(one)):
            return False
    return True


def _prefix(value):
    """What a plain text is known to begin with."""
    if isinstance(value, str):
        return value
    first = value["text"][0] if isinstance(value, dict) and "text" in value else ""
    return first if isinstance(first, str) else ""


def _is_number(value):
    """Whether a plain value is a number whatever it is."""
    return all(isinstance(one, int) and not isinstance(one, bool) or isinstance(one, dict)
               and one.get("kind") in ("whole", "decimal") for one in options(value))


PUT = "table.put_item(Item={{'pk': 'a', 'sk': 'b', {}}})"
CHECKS = [
    Check("P320", "A float for DynamoDB", "TypeError: Float types are not supported. Use Decimal types instead.",
          PUT.format("'at': time.time()"), PUT.format("'at': int(time.time())"), floats),
    Check("P321", "A value that DynamoDB does not take", "TypeError: Unsupported type; or ValidationException.",
          PUT.format("'at': datetime.datetime.now()"), PUT.format("'at': datetime.datetime.now().isoformat()"),
          unsupported),
    Check("P322", "A table's number beside a float", "TypeError: DynamoDB's numbers are Decimals.",
          "return str(table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']['price'] * 1.2)",
          "return str(table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']['price'] * Decimal('1.2'))",
          mixed_numbers),
    Check("P323", "A table's number for json", "TypeError: Object of type Decimal is not JSON serializable.",
          PUT.format("'price': 5") + "\nreturn json.dumps(table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item'])",
          PUT.format("'price': 5")
          + "\nreturn json.dumps(table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item'], default=str)",
          unserialised_rows),
]
