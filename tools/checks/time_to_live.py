"""Values of a table's time to live attribute: DynamoDB deletes an item only if it is a number of seconds since 1970."""
import re

from aws import tables
from checks import dynamodb_calls, partial_match
from checks.check import Check, Findings, Subject, finding
from interpreter.plain import fields, options

# An item that is over for more than five years stays: docs.aws.amazon.com/amazondynamodb/latest/developerguide/
# time-to-live-ttl-before-you-start.html
DURATIONS, MILLISECONDS = range(1, 10**9), 10**11
ASSIGNMENT = re.compile(
    r"(?<![\w.:#])(#?\w+)\s*=\s*(?:if_not_exists\s*\([^,()]*,\s*)?(:\w+)\b(?!\s*[+-])", re.IGNORECASE)


def unfit_times(subject: Subject) -> Findings:
    """Values that are no valid time to live: DynamoDB never deletes the item, or deletes it at once."""
    for call, table in dynamodb_calls.table_calls(subject, frozenset({"PutItem", "UpdateItem"})):
        attribute = tables.time_to_live(table)
        for value in values_of(call["args"], attribute) if attribute else ():
            faults = {fault(option, call["python"]) for option in options(value)}
            if "" not in faults:
                yield finding(call, f"{attribute!r}, the time to live of {table['name']!r}, is "
                              f"{min(faults)}", "a number of seconds since 1970: int(time.time()) + 86400",
                              "no error: DynamoDB does not delete the item then")


def values_of(args, attribute):
    """Yields the plain values that a write gives to an attribute."""
    if attribute in fields(args.get("Item")):
        yield args["Item"]["dict"][attribute]
    names = {attribute, *(placeholder for placeholder, name in fields(args.get("ExpressionAttributeNames")).items()
                          if name == attribute)}
    text = args.get("UpdateExpression")
    for target, placeholder in ASSIGNMENT.findall(text) if isinstance(text, str) else ():
        if target in names:
            yield fields(args.get("ExpressionAttributeValues")).get(placeholder)


def fault(value, python):
    """Why a plain value is no time to live: "a text"; "" if it is one, or may be. python: not {"N": "1"}, with types"""
    if not python:
        types = fields(value)
        if len(types) != 1 or set(types) == {"NULL"}:
            return ""
        kind, value = next(iter(types.items()))
        if kind != "N":
            return "a text" if kind == "S" else f"of the type {kind}"
        value = int(value) if isinstance(value, str) and value.isdecimal() else value
    elif partial_match.kind_of(value) == "text":
        return "" if isinstance(value, str) and not re.search(r"\d", value) else "a text"  # "never" may be meant
    units = value.get("clock", 1) if isinstance(value, dict) else 1
    if units < 0.99:  # after a division and a multiplication it may differ from 1 a little
        return "a time in minutes or the like"
    is_product = isinstance(value, dict) and bool(value.get("thousands"))
    if units > 1.01 or is_product or isinstance(value, int) and value >= MILLISECONDS:
        return "a time in milliseconds"
    return "a duration, not a time" if isinstance(value, int) and value in DURATIONS else ""


PUT = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'expires': %s})"
CHECKS = [
    Check("P339", "A time to live that DynamoDB does not understand",
          "The item stays: DynamoDB deletes only items whose attribute is a number, and a time in seconds since 1970. "
          "Milliseconds are a time in fifty thousand years.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html",
          PUT % "int(time.time() * 1000) + 86400000", PUT % "int(time.time()) + 86400", unfit_times,
          {"app.yaml": "name: demo\ntables:\n  demo:\n    ttl: expires\n"}),
]
