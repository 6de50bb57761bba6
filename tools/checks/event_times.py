"""Times that AWS sends as numbers, in another unit than the code takes them for: seconds for milliseconds."""
import ast
from typing import Any

from checks.check import Check, pitfalls_of
from checks.syntax import bindings
from interpreter.sources import called_name, functions, nodes_of, read_key

# Fields of events and of tokens: how many of the unit a second has. docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
# (seconds), with-kinesis.html (seconds), with-sqs.html (milliseconds, as text); API Gateway's context variables
UNITS = {"ApproximateCreationDateTime": 1, "approximateArrivalTimestamp": 1, "SentTimestamp": 1000,
         "ApproximateFirstReceiveTimestamp": 1000, "requestTimeEpoch": 1000, "timeEpoch": 1000, "connectedAt": 1000,
         "approximateArrivalTimestampMillis": 1000}
TAKES_SECONDS = {"fromtimestamp", "utcfromtimestamp", "gmtime", "localtime"}
SAME = {"int", "float", "round", "Decimal", "str"}
UNIT_NAMES = {1: "seconds", 1000: "milliseconds"}


def mistaken_units(tree):
    """Yields pitfalls of fromtimestamp(record["dynamodb"]["ApproximateCreationDateTime"] / 1000), which is seconds, and
    of time.time() - int(record["attributes"]["SentTimestamp"]), which is milliseconds."""
    for function in functions(tree):
        bound = bindings(nodes_of(function, ast.Assign))
        for node in nodes_of(function, ast.BinOp, ast.Call):
            is_age = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub) \
                and called_name(node.left) == "time" and not getattr(node.left, "args", ())
            takes = called_name(node) in TAKES_SECONDS and bool(node.args)
            number = node.right if is_age else node.args[0] if takes else None
            field, units = measured(number, bound)
            if field and units != 1:
                factor = "" if units == UNITS[field] else " already"
                yield ["unit", node.lineno, f"{field} is in {UNIT_NAMES[UNITS[field]]}{factor}, and this takes seconds",
                       f"{field} / 1000" if UNITS[field] == 1000 else f"{field} as it is"]


def measured(node: Any, bound: dict, deep: int = 0) -> tuple[str, float]:
    """(field, how many of the number's units a second has) of a number that is a time of an event; ("", 1) of others.

    bound  {name: node of its only value} of the function
    """
    if deep > 5 or node is None:
        return "", 1
    if isinstance(node, ast.Name):
        return measured(bound.get(node.id), bound, deep + 1)
    if isinstance(node, ast.Call) and called_name(node) in SAME and len(node.args) == 1:
        return measured(node.args[0], bound, deep + 1)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Div, ast.FloorDiv, ast.Mult)):
        field, units = measured(node.left, bound, deep + 1)
        number = getattr(node.right, "value", None)
        if not field or type(number) not in (int, float) or not number:
            return "", 1
        return field, units * number if isinstance(node.op, ast.Mult) else units / number
    key = read_key(node)
    return (key, UNITS[key]) if isinstance(key, str) and key in UNITS else ("", 1)


CREATED = "infra:\n  stream: {table: demo}\n---\nfrom datetime import datetime, timezone\n\n\n" \
    "def handler(event, context):\n    for record in event['Records']:\n" \
    "        at = record['dynamodb']['ApproximateCreationDateTime']\n" \
    "        print(datetime.fromtimestamp(at%s, timezone.utc))"
PITFALLS = [(tuple(UNITS), mistaken_units)]
CHECKS = [
    Check("P176", "A time of an event in another unit",
          "Streams of DynamoDB and Kinesis have seconds, SQS and API Gateway milliseconds: the time is in January "
          "1970, or in a year that datetime does not have.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html",
          CREATED % " / 1000", CREATED % "", pitfalls_of("unit", "no error, or ValueError: year is out of range")),
]
