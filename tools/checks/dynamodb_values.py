"""Values that DynamoDB refuses (floats, dates, empty sets), and the Decimals that it returns."""
from aws import tables
from checks.check import Check, Findings, Subject, finding, notes_of
from interpreter.plain import fields, options

WRITTEN_PARAMETERS = ("Item", "Key", "ExpressionAttributeValues")
UNSUPPORTED = {"time": ("a date or time", ".isoformat()"), "span": ("a timedelta", "str(...)"),
               "uuid": ("a UUID", "str(...)"), "function": ("a function", "call it: ...()"),
               "exception": ("an exception", "str(...)")}


def written_values(subject):
    """Yields (call, path, plain value) of each value that a call passes in Python's own types."""
    for _name, call in subject.calls("dynamodb"):
        if call["python"] and call["sure"]:
            for parameter in WRITTEN_PARAMETERS:
                yield from ((call, path, value) for path, value in leaves(call["args"].get(parameter), ""))


def leaves(value, path):
    """Yields (dotted path, value) of each part of a plain value that is no mapping or list: ("Item.sizes[]", 5).

    path  of the value itself, "" at the top
    """
    if isinstance(value, dict) and "dict" in value:
        for key, part in value["dict"].items():
            yield from leaves(part, f"{path}.{key}" if path else key)
    elif isinstance(value, dict) and "list" in value:
        for part in value["list"]:
            yield from leaves(part, f"{path}[]")
    else:
        yield path, value


def is_float(value):
    """Whether a plain value is a float in each of its options; a number of a request's schema may be one."""
    if isinstance(value, dict) and "any" in value:
        return any(map(is_float, value["any"]))
    return isinstance(value, dict) and ("float" in value or value.get("kind") == "float" or bool(value.get("floats")))


def floats(subject: Subject) -> Findings:
    """Floats that are written to a table."""
    for call, path, value in written_values(subject):
        if is_float(value):
            request = isinstance(value, dict) and value.get("floats")
            hint = "json.loads(event['body'], parse_float=Decimal)" if request else \
                "round it to an int, or write Decimal(str(...))"
            yield finding(call, f"{path} {'may be' if request else 'is'} a float", hint,
                          "TypeError: Float types are not supported. Use Decimal types instead.")


def unsupported(subject: Subject) -> Findings:
    """Dates, UUIDs and functions that are written to a table, empty sets, and Decimals of floats."""
    for call, path, value in written_values(subject):
        kind = value.get("kind") if isinstance(value, dict) else None
        if kind in UNSUPPORTED:
            description, hint = UNSUPPORTED[kind]
            yield finding(call, f"{path} is {description}", hint, "TypeError: Unsupported type")
        elif kind == "inexact":
            yield finding(call, f"{path} is a Decimal of a float, with more digits than DynamoDB takes",
                          "Decimal(str(...)), or Decimal('9.7')", "decimal.Inexact, or decimal.Rounded")
        elif kind == "set" and value.get("empty"):
            yield finding(call, f"{path} is an empty set", "omit the attribute, or write an empty list",
                          "ValidationException: An number set may not be empty")


mixed_numbers = notes_of(
    "decimal-float", "one operand is a number of a table, a Decimal; the other is a float",
    "Decimal('1.1') instead of 1.1, or float(...) of the table's number",
    "TypeError: unsupported operand type(s): 'decimal.Decimal' and 'float'")


def unserialisable_items(subject: Subject) -> Findings:
    """Items of a table that json cannot write, because every item written there has a number."""
    numeric = items_by_table(subject)
    for name in sorted(subject.observations):
        calls = {(call["file"], call["line"]): call for call in subject.observations[name]["calls"]}
        for note in subject.observations[name]["notes"]:
            if note["note"] != "dumps" or note["helped"]:
                continue
            for _path, value in leaves(note["value"], ""):
                call = calls.get((value.get("file"), value.get("row"))) if isinstance(value, dict) else None
                table = call and subject.table_of(name, call)
                if table and (_has_number_key(subject, table, call) if "last" in value else
                              _has_number(value, call, numeric.get(table, []))):
                    yield finding(note, f"numbers of the table {table} are Decimals, which json cannot write",
                                  "json.dumps(..., default=str), or float for numbers",
                                  "TypeError: Object of type Decimal is not JSON serializable")
                    break


def items_by_table(subject):
    """{table: [the item of each put_item, plain]} of all lambdas."""
    items = {}
    for name, call in subject.calls("dynamodb", frozenset({"PutItem", "UpdateItem"})):
        table = subject.table_of(name, call)
        if table:
            items.setdefault(table, []).append(call["args"].get("Item") if call["operation"] == "PutItem" else None)
    return items


def _has_number_key(subject, name, call):
    """Whether the LastEvaluatedKey of a call for a table has a number: a key of the table, or of the index."""
    table = subject.model["state"]["table"][name]
    index = tables.indexes(table).get(call["args"].get("IndexName")) \
        if isinstance(call["args"].get("IndexName"), str) else None
    keys = (*tables.keys(table), *(index.keys if index else ()))
    return "N" in {tables.attribute_types(table).get(key) for key in keys}


def _has_number(value, call, items):
    """Whether a value that was read contains a number for certain: each item that may have been read has one there."""
    key = fields(call["args"].get("Key"))
    items = [item for item in items if item is not None and _may_have_key(item, key)]
    path = [step for step in value["path"] if step != "*"]
    if len(path) != len(value["path"]) or len(path) > 1 or not items:
        return False
    return all(_is_number(fields(item).get(path[0])) if path else any(map(_is_number, fields(item).values()))
               for item in items)


def _may_have_key(item, key):
    """Whether an item may have a key: as far as their texts are known, one begins with the other."""
    for name in key:
        item_start, key_start = start_of(fields(item).get(name)), start_of(key.get(name))
        if not (item_start.startswith(key_start) or key_start.startswith(item_start)):
            return False
    return True


def start_of(value):
    """The known beginning of a plain text, "" if there is none."""
    if isinstance(value, str):
        return value
    first = value["text"][0] if isinstance(value, dict) and "text" in value else ""
    return first if isinstance(first, str) else ""


def _is_number(value):
    """Whether a plain value is an int or a Decimal in each of its options."""
    return all(isinstance(option, int) and not isinstance(option, bool) or isinstance(option, dict)
               and option.get("kind") in ("whole", "decimal", "inexact") for option in options(value))


PUT = "table.put_item(Item={{'pk': 'a', 'sk': 'b', {}}})"
CHECKS = [
    Check("P320", "A float that is written to a table",
          "TypeError: Float types are not supported. Use Decimal types instead.",
          "https://boto3.amazonaws.com/v1/documentation/api/latest/reference/customizations/dynamodb.html",
          PUT.format("'at': time.time()"), PUT.format("'at': int(time.time())"), floats),
    Check("P321", "A value of a type that DynamoDB does not support",
          "TypeError: Unsupported type; ValidationException; or decimal.Inexact for a Decimal of a float.",
          "https://boto3.amazonaws.com/v1/documentation/api/latest/reference/customizations/dynamodb.html",
          PUT.format("'at': datetime.datetime.now()"), PUT.format("'at': datetime.datetime.now().isoformat()"),
          unsupported),
    Check("P322", "A number of a table in one operation with a float",
          "TypeError: DynamoDB's numbers are Decimals.",
          "https://docs.python.org/3/library/decimal.html",
          "return str(table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']['price'] * 1.2)",
          "return str(table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item']['price'] * Decimal('1.2'))",
          mixed_numbers),
    Check("P323", "A number of a table that json cannot write",
          "TypeError: Object of type Decimal is not JSON serializable.",
          "https://docs.python.org/3/library/json.html",
          PUT.format("'price': 5") + "\nreturn json.dumps(table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item'])",
          PUT.format("'price': 5")
          + "\nreturn json.dumps(table.get_item(Key={'pk': 'a', 'sk': 'b'})['Item'], default=str)",
          unserialisable_items),
]
