"""Attributes that an update counts with, and to which a put gives a text: DynamoDB adds numbers alone."""
import re

from checks import attribute_uses, emitted, rows
from checks.check import Check, Findings, Subject, finding
from checks.example import lambda_file
from checks.optional_attributes import puts_of
from checks.python_types import kind_of
from interpreter.plain import fields, options

# SET size = size + :n, and ADD size :n
COUNTED = re.compile(r"(#?\w+)\s*=\s*\1\s*[-+]|\bADD\s+(#?\w+)\s+:")
TEXTS = {"text", "bool", "time"}


def counted_texts(subject: Subject) -> Findings:
    """Updates that add to an attribute to which every put of the app that sets it gives a text."""
    for name, call in emitted.reachable_calls(subject, "dynamodb", rows.WRITES):
        for table, write in rows.writes(subject, name, call):
            names = counted(write["args"]) if write and table and write["operation"] == "UpdateItem" else ()
            puts = [(fields(put["args"].get("Item")), site) for site, put in puts_of(subject, table)] if names else []
            for attribute in sorted(names if attribute_uses.known_writes(subject, table) is not None else ()):
                setting = [(item[attribute], site) for item, site in puts if attribute in item]
                if setting and all(kind_of(option) in TEXTS for value, _site in setting for option in options(value)):
                    yield finding(call, f"{setting[0][1]} puts {attribute!r} as a text, and this update adds to it",
                                  "int(...), or Decimal(...), in the put", "ValidationException: An operand in the "
                                  "update expression has an incorrect data type")


def counted(args):
    """{attribute} to which an update adds, or from which it subtracts."""
    names = fields(args.get("ExpressionAttributeNames"))
    words = {word for text in options(args.get("UpdateExpression")) if isinstance(text, str)
             for pair in COUNTED.findall(text) for word in pair if word}
    return {name for name in (names.get(word, word) for word in words) if isinstance(name, str)}


COUNT = "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='ADD seats :n', " \
    "ExpressionAttributeValues={':n': 1})"
PUT = "table.put_item(Item={'pk': 'a', 'sk': 'b', 'seats': %s})"
CHECKS = [
    Check("P362", "An attribute that an update adds to, and that a put gives as a text",
          "ValidationException: An operand in the update expression has an incorrect data type.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html",
          COUNT, COUNT, counted_texts, lambda_file("b", PUT % "5") | lambda_file("b", PUT % "'5'", "bad/")),
]
