"""The attributes that indexes are of, as lambdas write and query them."""
import re

from checks import dynamodb_keys
from checks.check import Check
from checks.parameters import kind_of, said
from interpreter.plain import fields, options

EQUALS = re.compile(r"(#?[\w-]+)\s*=\s*(:\w+)")
TYPED = {"S": "text", "N": "decimal", "B": "bytes"}
WORDS = {"S": "a text", "N": "a number", "B": "bytes"}


def given_values(call):
    """[(attribute, plain value or {"kind": ...})] that a call writes, or asks an index for."""
    args = call["args"]
    if call["operation"] == "PutItem":
        return [] if call["python"] else typed_fields(args.get("Item"))
    condition = args.get("KeyConditionExpression") if call["operation"] == "Query" else args.get("UpdateExpression")
    if isinstance(condition, dict):
        return list(condition.get("wanted", {}).items())
    names, values = (fields(args.get(f"ExpressionAttribute{one}")) for one in ("Names", "Values"))
    found = [(names.get(name, name), values[value]) for name, value in EQUALS.findall(condition or "")
             if value in values]
    return [(name, one) for name, value in found for one in [value if call["python"] else of_type(value)]]


def typed_fields(item):
    """The same of {"owner": {"S": "ann"}}."""
    return [(name, of_type(value)) for name, value in fields(item).items()]


def of_type(value):
    """{"S": ...} as a value of which only the type is known."""
    held = list(fields(value))
    return {"kind": TYPED.get(held[0], "") if len(held) == 1 else ""}


def other_types(subject):
    """Values of an index's attribute that are written, or asked for, as another type than the index has."""
    for call, table in dynamodb_keys.table_calls(subject, frozenset({"Query", "UpdateItem", "PutItem"})):
        types = {one["name"]: one["type"] for one in table.get("indexes", [])}
        for name, value in given_values(call):
            kind = kind_of(value) if len(options(value)) == 1 else ""
            if kind and kind != "None" and name in types and kind not in {"float", "time", "uuid", "bool"} \
                    and kind not in dynamodb_keys.TYPES[types[name]]:
                yield dynamodb_keys.finding(
                    call, f"index {name}-index is of {WORDS[types[name]]}, and {name!r} here is {said(value, kind)}",
                    f"type: {next((key for key, kinds in dynamodb_keys.TYPES.items() if kind in kinds), 'S')} "
                    "in `indexes`, or the other type here",
                    f"ValidationException: Type mismatch for Index Key {name}")


def nothing_written(subject):
    """What may be None, written to an index's attribute: a part of a request or event that may be left out."""
    for call, table in dynamodb_keys.table_calls(subject, frozenset({"PutItem", "UpdateItem"})):
        held = fields(call["args"].get("Item")).items() if call["operation"] == "PutItem" else given_values(call)
        indexed = {one["name"] for one in table.get("indexes", [])}
        for name, value in held if call["python"] else ():
            choices = options(value)
            if name in indexed and None in choices and all(one is None or "event" in one for one in choices
                                                           if not isinstance(one, (str, int))):
                yield dynamodb_keys.finding(
                    call, f"{name!r} may be None here, and an index is of it",
                    f"leave {name!r} out where there is none: the row is then not in the index",
                    f"ValidationException: Type mismatch for Index Key {name} Expected: S Actual: NULL")


INDEX = "infra:\n  indexes:\n  - {name: owner, type: %s, table: demo}\n---\n"
ASK = "infra:\n  endpoint:\n    method: POST\n    path: /stars\n    api: public\n    schema: {type: object, " \
    "properties: {owner: {type: string}}}\n  indexes:\n  - {name: owner, type: S, table: demo}\n---\n" \
    "star = json.loads(event['body'])\nrow = {'pk': 'a', 'sk': 'b'}\n"
ANSWER = "\ntable.put_item(Item=row)\nreturn {'statusCode': 201}"
CHECKS = [
    Check("P308", "An index of another type than its attribute", "ValidationException: Type mismatch for Index Key.",
          INDEX % "N" + "table.query(IndexName='owner-index', KeyConditionExpression=Key('owner').eq('ann'))",
          INDEX % "S" + "table.query(IndexName='owner-index', KeyConditionExpression=Key('owner').eq('ann'))",
          other_types),
    Check("P309", "A nothing for an index", "ValidationException: an index takes no NULL, though a table does.",
          ASK + "row['owner'] = star.get('owner')" + ANSWER,
          ASK + "if 'owner' in star:\n    row['owner'] = star.get('owner')" + ANSWER, nothing_written),
]
