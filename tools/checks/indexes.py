"""The attributes of indexes, as lambdas write and query them."""
import re

from aws import tables
from checks import dynamodb_keys, rows
from checks.check import Check, Findings, Subject, finding
from checks.parameters import description, kind_of
from interpreter.plain import fields, options

EQUALS = re.compile(r"(#?[\w-]+)\s*=\s*(:\w+)")
TYPED = {"S": "text", "N": "decimal", "B": "bytes"}
DESCRIPTIONS = {"S": "a text", "N": "a number", "B": "bytes"}


def attribute_values(call):
    """[(attribute, plain value or {"kind": ...})] that a call writes, or queries an index for."""
    args = call["args"]
    if call["operation"] == "PutItem":
        return [] if call["python"] else [
            (name, of_type(value)) for name, value in fields(args.get("Item")).items()]
    condition = args.get("KeyConditionExpression") if call["operation"] == "Query" else args.get("UpdateExpression")
    if isinstance(condition, dict):
        return list(condition.get("equal", {}).items())
    names, values = (fields(args.get(f"ExpressionAttribute{part}")) for part in ("Names", "Values"))
    pairs = [(names.get(name, name), values[value]) for name, value in EQUALS.findall(condition or "")
             if value in values]
    pairs = [(name, value) for name, value in pairs if isinstance(name, str)]  # else unknown
    return [(name, value if call["python"] else of_type(value)) for name, value in pairs]


def key_types(table):
    """{attribute: S, N or B} of the keys of all indexes, without the table's own keys."""
    own = tables.keys(table)
    return {name: type_ for name, type_ in tables.attribute_types(table).items() if name not in own}


def index_of(table, attribute):
    """The name of the first index that has an attribute in its key."""
    return next(name for name, index in tables.indexes(table).items() if attribute in index.keys)


def of_type(value):
    """{"S": ...} as a value of which only the type is known."""
    types = list(fields(value))
    return {"kind": TYPED.get(types[0], "") if len(types) == 1 else ""}


def mismatched_types(subject: Subject) -> Findings:
    """Values of an index's attribute that are written, or queried, with another type than the index has."""
    for call, table in dynamodb_keys.table_calls(subject, frozenset({"Query", "UpdateItem", "PutItem"})):
        types = key_types(table)
        for name, value in attribute_values(call):
            kind = kind_of(value) if len(options(value)) == 1 else ""
            if kind and kind != "None" and name in types and kind not in {"float", "time", "uuid", "bool"} \
                    and kind not in dynamodb_keys.TYPES[types[name]]:
                yield finding(
                    call, f"the key of the index {index_of(table, name)} is {DESCRIPTIONS[types[name]]}, and {name!r} "
                    f"here is {description(value, kind)}",
                    f"type: {next((key for key, kinds in dynamodb_keys.TYPES.items() if kind in kinds), 'S')} "
                    "in `indexes`, or a value of the index's type here",
                    f"ValidationException: Type mismatch for Index Key {name}")


def none_written(subject: Subject) -> Findings:
    """A value that may be None, written to an index's attribute: an optional part of a request or event."""
    for call, table in dynamodb_keys.table_calls(subject, frozenset({"PutItem", "UpdateItem"})):
        written = fields(call["args"].get("Item")).items() if call["operation"] == "PutItem" \
            else attribute_values(call)
        indexed = set(key_types(table))
        for name, value in written if call["python"] else ():
            choices = options(value)
            if name in indexed and None in choices and all(option is None or "event" in option for option in choices
                                                           if not isinstance(option, (str, int))):
                yield finding(
                    call, f"{name!r} may be None here, and it is the key of an index",
                    f"omit {name!r} where it is None: the item is then not in the index",
                    f"ValidationException: Type mismatch for Index Key {name} Expected: S Actual: NULL")


INDEX = "infra:\n  indexes:\n  - {name: owner, type: %s, table: demo}\n---\n"
ASK = "infra:\n  endpoint:\n    method: POST\n    path: /stars\n    api: public\n    schema: {type: object, " \
    "properties: {owner: {type: string}}}\n  indexes:\n  - {name: owner, type: S, table: demo}\n---\n" \
    "star = json.loads(event['body'])\nrow = {'pk': 'a', 'sk': 'b'}\n"
ANSWER = "\ntable.put_item(Item=row)\nreturn {'statusCode': 201}"
def empty_written(subject: Subject) -> Findings:
    """An empty text that is written to an index's attribute, also as the default of .get."""
    for call, table in dynamodb_keys.table_calls(subject, frozenset({"PutItem", "UpdateItem"})):
        indexed = {name for name, type_ in key_types(table).items() if type_ != "N"}
        for name, value in written_values(call):
            if name in indexed and "" in options(value):
                yield finding(
                    call, f"{name!r} {'is' if value == '' else 'may be'} an empty text here, and it is the key of an "
                    "index", f"omit {name!r} where it is empty: the item is then not in the index",
                    "ValidationException: The AttributeValue for a key attribute cannot contain an empty string value")


def written_values(call):
    """[(attribute, plain value)] that a put or an update writes; of typed values {"S": ""} the value itself."""
    if call["operation"] == "UpdateItem":
        args = {key: value if call["python"] else untyped_values(value) for key, value in call["args"].items()}
        return attribute_values({**call, "args": args, "python": True})
    item = call["args"].get("Item")
    return [pair for option in options(item)
            for pair in fields(option if call["python"] else untyped_values(option)).items()]


def untyped_values(value):
    """{"a": {"S": ""}} -> {"a": ""}, in plain form."""
    untyped = {key: rows.untyped(part) if fields(part) else part for key, part in fields(value).items()}
    return {**value, "dict": untyped} if untyped else value


CHECKS = [
    Check("P308", "An index of another type than its attribute",
          "ValidationException: Type mismatch for Index Key.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html",
          INDEX % "N" + "table.query(IndexName='owner-index', KeyConditionExpression=Key('owner').eq('ann'))",
          INDEX % "S" + "table.query(IndexName='owner-index', KeyConditionExpression=Key('owner').eq('ann'))",
          mismatched_types),
    Check("P309", "None as the key of an index",
          "ValidationException: an index accepts no NULL, although a table does.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html",
          ASK + "row['owner'] = star.get('owner')" + ANSWER,
          ASK + "if 'owner' in star:\n    row['owner'] = star.get('owner')" + ANSWER, none_written),
    Check("P330", "An empty text as the key of an index",
          "ValidationException: the key of an index cannot be an empty text, though other attributes can.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html",
          ASK + "row['owner'] = star.get('owner', '')" + ANSWER,
          ASK + "if star.get('owner'):\n    row['owner'] = star['owner']" + ANSWER, empty_written),
]
