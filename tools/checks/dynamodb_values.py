"""Values that DynamoDB refuses (floats, dates, empty sets), and the Decimals that it returns."""
from checks.check import Check, Findings, Subject, finding, notes_of

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
    """Whether a plain value is a float in one of its options; a number of a request's schema may be one."""
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


def start_of(value):
    """The known beginning of a plain text, "" if there is none."""
    if isinstance(value, str):
        return value
    first = value["text"][0] if isinstance(value, dict) and "text" in value else ""
    return first if isinstance(first, str) else ""


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
]
