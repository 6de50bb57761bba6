"""The types of the keys of tables and indexes, as lambdas write and query them."""
import re

from aws import tables
from checks import dynamodb_calls, rows
from checks.check import Check, Findings, Subject, finding
from checks.python_types import description, kind_of
from checks.tokens import EQUALITY
from interpreter.plain import fields, options

# `a = :b` and the other operators, also begins_with(a, :b) and `a BETWEEN :b AND :c`
COMPARED = re.compile(
    r"(?<![\w.:#-])(#?[\w-]+)\s*(?:,|<=?|>=?|=|\bbetween\b)\s*(:\w+)(?:\s+AND\s+(:\w+))?", re.IGNORECASE)
TYPES = {"S": {"text"}, "N": {"whole", "decimal", "float", "number"}, "B": {"bytes"}}
TYPED = {"S": "text", "N": "decimal", "B": "bytes", "BOOL": "bool"}
DESCRIPTIONS = {"S": "a text", "N": "a number", "B": "bytes"}


def mapped_values(call, parameter):
    """[(attribute, plain value or {"kind": ...})] of the Key or the Item of a call."""
    return [(name, value if call["python"] else of_type(value))
            for name, value in fields(call["args"].get(parameter)).items()]


def expressed_values(call):
    """[(attribute, plain value or {"kind": ...})] that an update writes, or that a query compares keys with."""
    args = call["args"]
    parameter, pattern = ("KeyConditionExpression", COMPARED) if call["operation"] == "Query" else (
        "UpdateExpression", EQUALITY)
    condition = args.get(parameter)
    if isinstance(condition, dict):
        return [pair for option in options(condition) if isinstance(option, dict)
                for pair in option.get("compared", [])]
    names, values = (fields(args.get(f"ExpressionAttribute{part}")) for part in ("Names", "Values"))
    pairs = [(names.get(name, name), values[value]) for name, *operands in pattern.findall(
        condition if isinstance(condition, str) else "")
             for value in operands if value in values]
    pairs = [(name, value) for name, value in pairs if isinstance(name, str)]  # else unknown
    return [(name, value if call["python"] else of_type(value)) for name, value in pairs]


def key_values(subject: Subject) -> Findings:
    """Keys of tables that code writes, or compares, with a value of another type than the key has."""
    for call, table in dynamodb_calls.table_calls(subject, dynamodb_calls.BY_KEY | {"PutItem", "Query"}):
        keys, is_put, is_query = tables.keys(table), call["operation"] == "PutItem", call["operation"] == "Query"
        types = tables.attribute_types(table) if is_put and call["python"] else keys
        for key, field in expressed_values(call) if is_query else mapped_values(call, "Item" if is_put else "Key"):
            choices = options(field)
            for value in choices:
                kind = kind_of(value)
                if kind in ("time", "uuid", "float"):
                    continue  # DynamoDB refuses these types anywhere: P320 and P321 report them
                mismatch = kind and key in types and kind not in TYPES[types[key]]
                if len(choices) == 1 and (mismatch or key in keys and value == ""):
                    yield finding(call, f"{key} must be {DESCRIPTIONS[types[key]]}, not {description(value, kind)}",
                                  "str(...)" if types[key] == "S" and mismatch and call["python"] else "",
                                  "ValidationException: Type mismatch for key or index key" if mismatch and not is_query
                                  else "ValidationException: Condition parameter type does not match schema type"
                                  if mismatch else
                                  "ValidationException: The AttributeValue for a key attribute cannot be empty")


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
    for call, table in dynamodb_calls.table_calls(subject, frozenset({"Query", "UpdateItem", "PutItem"})):
        types = key_types(table)
        is_put = call["operation"] == "PutItem"
        for name, value in mapped_values(call, "Item") if is_put and not call["python"] else \
                [] if is_put else expressed_values(call):
            kind = kind_of(value) if len(options(value)) == 1 else ""
            if kind and kind != "None" and name in types and kind not in {"float", "time", "uuid", "bool"} \
                    and kind not in TYPES[types[name]]:
                yield finding(
                    call, f"the key of the index {index_of(table, name)} is {DESCRIPTIONS[types[name]]}, and {name!r} "
                    f"here is {description(value, kind)}",
                    f"type: {next((key for key, kinds in TYPES.items() if kind in kinds), 'S')} "
                    "in `indexes`, or a value of the index's type here",
                    f"ValidationException: Type mismatch for Index Key {name}")


def none_written(subject: Subject) -> Findings:
    """A value that may be None, written to an index's attribute: an optional part of a request or event."""
    for call, table in dynamodb_calls.table_calls(subject, frozenset({"PutItem", "UpdateItem"})):
        written = fields(call["args"].get("Item")).items() if call["operation"] == "PutItem" else expressed_values(call)
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
    for call, table in dynamodb_calls.table_calls(subject, frozenset({"PutItem", "UpdateItem"})):
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
        return expressed_values({**call, "args": args, "python": True})
    item = call["args"].get("Item")
    return [pair for option in options(item)
            for pair in fields(option if call["python"] else untyped_values(option)).items()]


def consistent_indexes(subject: Subject) -> Findings:
    """ConsistentRead on an index: global secondary indexes do not support it."""
    for call, table in dynamodb_calls.table_calls(subject, dynamodb_calls.QUERIES):
        index = call["args"].get("IndexName")
        local = isinstance(index, str) and index in tables.indexes(table) and tables.indexes(table)[index].local
        if call["args"].get("ConsistentRead") is True and isinstance(index, str) and not local:
            yield finding(call, "ConsistentRead on an index", "remove ConsistentRead, or query the table",
                          "ValidationException: Consistent reads are not supported on global secondary indexes")


def untyped_values(value):
    """{"a": {"S": ""}} -> {"a": ""}, in plain form."""
    untyped = {key: rows.untyped(part) if fields(part) else part for key, part in fields(value).items()}
    return {**value, "dict": untyped} if untyped else value


OF_OWNER = "table.query(IndexName='owner-index', KeyConditionExpression=Key('owner').eq('me')%s)"
CHECKS = [
    Check("P304", "A key of the wrong type",
          "ValidationException: Type mismatch for key. pk and sk are texts, unless app.yaml describes the table.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html",
          "table.put_item(Item={'pk': 'a', 'sk': 1})", "table.put_item(Item={'pk': 'a', 'sk': '1'})", key_values),
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
    Check("P307", "A consistent read of an index",
          "ValidationException: indexes are only eventually consistent.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html",
          INDEX % "S" + OF_OWNER % ", ConsistentRead=True", INDEX % "S" + OF_OWNER % "", consistent_indexes),
]
