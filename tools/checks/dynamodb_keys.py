"""The keys of tables and indexes: pk and sk, and the attribute `name` of index `name-index`, or those of app.yaml."""
import re
from typing import Any

from aws import tables
from aws.app import Table
from checks.check import Check, Findings, finding
from checks.dynamodb_calls import BY_KEY, QUERIES, table_calls
from checks.subject import Subject
from checks.tokens import names_in
from interpreter.plain import fields, options
from kit import settings
from kit.problems import listed
from kit.schema import nearest

# The operators of a condition in text, as boto3's conditions name them.
OF_TEXT = {"=": "eq", "<": "lt", "<=": "lte", ">": "gt", ">=": "gte", "<>": "ne"}
LEGACY = {"EQ": "eq", "LE": "lte", "LT": "lt", "GE": "gte", "GT": "gt"}  # of KeyConditions
COMPARED = re.compile(r"(begins_with|contains|size|attribute_\w+)\s*\(\s*(#?\w+)|"
                      r"(?<![:#\w])(#?\w+)\s*(<>|<=|>=|=|<|>|\bbetween\b|\bin\b)", re.IGNORECASE)
BEGINNING_OF_VALUE = re.compile(r"begins_with\s*\(\s*:")
EITHER = re.compile(r"\b(OR|NOT)\b", re.IGNORECASE)
KEY_OPERATORS = {"eq", "lt", "lte", "gt", "gte", "begins_with", "between"}


def undeclared_indexes(subject: Subject) -> Findings:
    """Queries of an index that no `indexes:` declares."""
    for call, table in table_calls(subject, QUERIES):
        for index in options(call["args"].get("IndexName")):
            if isinstance(index, str) and index not in tables.indexes(table):
                yield finding(call, f"table {table['name']} has no index {index!r}",
                              index_hint(table["name"], table, index),
                              f"ValidationException: The table does not have the specified index: {index}")


def index_hint(table_name: str, table: Table, index: str) -> str:
    """What to do about an index that a table does not have. Of a table of app.yaml: its indexes there, with lines."""
    name, declared = index.removesuffix("-index"), tables.indexes(table)
    if f"{name}-index" in declared:
        return f"the index of `name: {name}` has the name {name}-index"
    described = table["settings"]["indexes"] if "settings" in table else []
    near = nearest(index, declared, 0.5 if described else 0.8)
    if described:
        return "; ".join([*([near] if near else []), "there are: " + listed(
            f"{entry['name']} ({settings.FILE}:{entry['line']})" for entry in described)])
    if "settings" in table and not index.endswith("-index"):
        return near or f"indexes: {{{index}: {{key: ...}}}} in {settings.FILE}:{table['settings']['line']}"
    return near or f"indexes: [{{name: {name}, type: S, table: {table_name}}}] in the infra block" \
        + ("" if index.endswith("-index") else f"; its name is then {name}-index")


def invalid_keys(subject: Subject) -> Findings:
    """Key={...} that is not {"pk": ..., "sk": ...}, or the table's own keys; the ExclusiveStartKey of a query."""
    for call, table in table_calls(subject, BY_KEY | QUERIES, only_sure=False):
        is_start = call["operation"] in QUERIES
        if not (is_start or call["sure"]):
            continue
        value, index = call["args"].get("ExclusiveStartKey" if is_start else "Key"), call["args"].get("IndexName")
        key: Any = next(filter(fields, options(value)), None) if is_start else value
        if not fields(key) or is_start and not (call["named"] or index) or not isinstance(index, str | None) \
                or index and index not in tables.indexes(table):
            continue
        keys = list(dict.fromkeys((*tables.keys(table), *(tables.indexes(table)[index].keys if index else ()))))
        aws_message = "ValidationException: The provided " + (
            "starting key is invalid" if is_start else "key element does not match the schema")
        certain = [name for name in fields(key) if name not in key["maybe"]]
        unknown = [name for name in certain if name not in keys]
        missing = [] if key["open"] or key["maybe"] else [name for name in keys if name not in certain]
        hint = "a key is {" + ", ".join(f"{name!r}: ..." for name in keys) + "}"
        if unknown:
            yield finding(call, f"{unknown[0]!r} is no key of the table",
                          hint + keys_of_app(table["name"], table, certain), aws_message)
        elif missing:
            yield finding(call, f"the key lacks {missing[0]!r}", hint, aws_message)


def keys_of_app(name: str, table: Table, attributes: list[str]) -> str:
    """The end of a hint about a table with the default keys: how app.yaml gives it other ones, these attributes."""
    key = ", ".join(f"{attribute}: string" for attribute in attributes)
    return "" if "settings" in table or len(attributes) > 2 else \
        f"; for other keys: tables: {{{name}: {{key: {{{key}}}}}}} in {settings.FILE} (docs/tables.md)"


def items_without_keys(subject: Subject) -> Findings:
    """put_item of a known mapping without pk or sk, or without one of the table's own keys."""
    for call, table in table_calls(subject, frozenset({"PutItem"})):
        keys = tables.keys(table)
        for item in options(call["args"].get("Item")):
            if not isinstance(item, dict) or "dict" not in item or item["open"] or not item["dict"]:
                continue
            missing = [key for key in keys if key not in item["dict"]]
            if missing:
                near = nearest(missing[0], [key for key in item["dict"] if key not in keys], 0.5)
                hint = f"every item has {' and '.join(keys)}" + keys_of_app(table["name"], table, ["id"])
                yield finding(call, f"the item has no {missing[0]!r}", near or hint,
                              "ValidationException: One or more parameter values were invalid: "
                              f"Missing the key {missing[0]} in the item")


def invalid_key_conditions(subject: Subject) -> Findings:
    """A KeyConditionExpression over attributes that are not the keys."""
    for call, keys, owner, partition in queries(subject):
        legacy = [of_legacy(value) for value in [call["args"].get("KeyConditions")] if value]
        for condition in (*options(call["args"].get("KeyConditionExpression")), *legacy):
            yield from _key_condition(call, condition, keys, owner, partition)


def of_legacy(conditions) -> dict:
    """KeyConditions={"pk": {"ComparisonOperator": "EQ", ...}} in the plain form of boto3's conditions."""
    by_name = {name: fields(part).get("ComparisonOperator") for name, part in fields(conditions).items()}
    return {"condition": [("Key", name, LEGACY.get(operator, operator.lower()) if isinstance(operator, str) else "")
                          for name, operator in by_name.items()],
            "open": not isinstance(conditions, dict) or bool(conditions.get("open", True) or conditions.get("maybe"))}


def queries(subject):
    """Yields (call, {key: "S", "N" or "B"}, "the table" or "index owner-index", how many of the keys are the partition
    key) of the queries of known tables and indexes."""
    for call, table in table_calls(subject, frozenset({"Query"})):
        index, indexes = call["args"].get("IndexName"), tables.indexes(table)
        if index is None and call["named"]:
            yield call, tables.keys(table), "the table", 1
        elif isinstance(index, str) and index in indexes:
            yield call, indexes[index].keys, f"index {index}", indexes[index].partition


def operators(text: str, names: dict) -> dict[str, str]:
    """{attribute: operator, as of boto3's conditions} of a condition in text. names: ExpressionAttributeNames"""
    result = {}
    for function, argument, name, operator in COMPARED.findall(text):
        attribute = names.get(argument or name, argument or name)
        key = attribute if isinstance(attribute, str) else ""
        result[key] = OF_TEXT.get(operator) or (function or operator).lower()
    return result


def _key_condition(call, condition, types, owner, partition) -> Findings:
    """The finding of an invalid condition: an attribute that is no key, Attr for Key, no equality of the partition key.

    types, owner, partition  as of queries()
    """
    keys = list(types)
    if isinstance(condition, dict) and "condition" in condition:
        parts = [(kind, name, op) for kind, name, op in condition["condition"]]
        sure, compared_names = not condition["open"], [name for _kind, name, _op in parts]
    elif isinstance(condition, str) and call["whole"]:
        if keyword := EITHER.search(condition):
            yield finding(call, f"{keyword[0].upper()} in a key condition", "FilterExpression, or two queries",
                          f"ValidationException: Invalid operator used in KeyConditionExpression: {keyword[0].upper()}")
            return
        if BEGINNING_OF_VALUE.search(condition):
            yield finding(call, "begins_with() of a value in a key condition", "begins_with(sk, :beginning)",
                          "ValidationException: Invalid KeyConditionExpression")
            return
        placeholders = fields(call["args"].get("ExpressionAttributeNames"))
        names, of_text = names_in(condition, "condition", placeholders), operators(condition, placeholders)
        parts, sure = [("Key", name, of_text.get(name, "")) for name in names or []], bool(names)
        compared_names = [placeholders.get(word or name, word or name)
                          for _of, word, name, _op in COMPARED.findall(condition)]
    else:
        return
    with_name = [(kind, name, op) for kind, name, op in parts if name]
    faults = [fault for part in with_name if (fault := part_fault(*part, types, owner, partition))]
    faults += [(f"two conditions on {name!r}", f"Key({name!r}).between(first, last)", "ValidationException: "
                "KeyConditionExpressions must only contain one condition per key")
               for name in compared_names if name in keys and compared_names.count(name) > 1]
    compared = {name: operator for _kind, name, operator in with_name}
    if not faults and sure and len(with_name) == len(parts):
        faults = [(f"no {name!r} in the key condition", f"begin with Key({name!r}).eq(...)",
                   f"ValidationException: Query condition missed key schema element: {name}")
                  for name in keys[:partition] if name not in compared]
        faults += sort_faults(keys[partition:], compared)
    yield from (finding(call, *fault) for fault in faults[:1])


def sort_faults(keys: list[str], compared: dict[str, str]) -> list[tuple[str, str, str]]:
    """[(message, hint, AWS's error)] of a sort key's attributes: a condition of one needs equality of all before it.

    compared  {attribute: operator, "" if it is unknown}
    """
    last = max((at for at, name in enumerate(keys) if name in compared), default=0)
    return [(f"no equality of {name!r}, and a condition of {keys[last]!r}", f"add Key({name!r}).eq(...)",
             f"ValidationException: RANGE key attributes {name} must have equality conditions")
            for name in keys[:last] if compared.get(name) not in ("eq", "")]


def part_fault(kind: str, name: str, operator: str, types: dict[str, str], owner: str, partition: int = 1) -> \
        tuple[str, str, str] | None:
    """(message, hint, AWS's error) of a part of a key condition, None of a valid one. kind: "Key" or "Attr"; types,
    owner and partition as of queries()"""
    keys, aws_message = list(types), "ValidationException: Query key condition not supported"
    if name not in types:
        return (f"{name!r} is no key of {owner}",
                f"its key is {' and '.join(keys)}; Attr({name!r}) belongs in FilterExpression", aws_message)
    if kind == "Attr":
        return (f"Attr({name!r}) in a key condition", f"write Key({name!r})",
                "boto3.exceptions.DynamoDBNeedsKeyConditionError")
    if operator and operator not in KEY_OPERATORS or operator and name in keys[:partition] and operator != "eq":
        return (f"{operator} of {name!r} in a key condition",
                f"{name} must be equal to a value: Key({name!r}).eq(...)" if name in keys[:partition] else
                f"{name!r} can be compared by =, <, <=, >, >=, BETWEEN and begins_with", aws_message)
    if operator == "begins_with" and types[name] == "N":
        return (f"begins_with of {name!r}, a number", "compare numbers by >= or BETWEEN",
                "ValidationException: Condition parameter type does not match schema type")
    return None


def filtered_keys(subject: Subject) -> Findings:
    """A query's FilterExpression over the keys."""
    for call, keys, *_owner in queries(subject):
        for condition in options(call["args"].get("FilterExpression")):
            names = []
            if isinstance(condition, dict) and "condition" in condition:
                names = [name for _kind, name, _op in condition["condition"]]
            elif isinstance(condition, str):
                names = names_in(condition, "condition", fields(call["args"].get("ExpressionAttributeNames"))) or []
            for name in sorted({*names} & {*keys}):
                yield finding(call, f"{name!r} is a key, in a FilterExpression",
                              f"move it to KeyConditionExpression: & Key({name!r})...",
                              "ValidationException: Filter Expression can only contain non-primary key attributes")


QUERY = "table.query(IndexName='owner-index', KeyConditionExpression=Key('owner').eq('me'){})"
INDEX = "infra:\n  indexes:\n  - {name: owner, type: S, table: demo}\n---\n"
CHECKS = [
    Check("P301", "An index that no lambda declares",
          "ValidationException: The table does not have the specified index.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html",
          QUERY.format(""), INDEX + QUERY.format(""), undeclared_indexes),
    Check("P302", "A key that is not the table's",
          "ValidationException: The provided key element does not match the schema.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html",
          "table.get_item(Key={'pk': 'a'})", "table.get_item(Key={'pk': 'a', 'sk': 'b'})", invalid_keys),
    Check("P303", "An item without a key of its table",
          "ValidationException: Missing the key sk in the item.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html",
          "table.put_item(Item={'pk': 'a', 'id': 'b'})", "table.put_item(Item={'pk': 'a', 'sk': 'b'})",
          items_without_keys),
    Check("P305", "A key condition over an attribute that is no key",
          "ValidationException: Query key condition not supported, or: missed key schema element.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html",
          "table.query(KeyConditionExpression=Key('owner').eq('me'))",
          "table.query(KeyConditionExpression=Key('pk').eq('me') & Key('sk').begins_with('day#'))",
          invalid_key_conditions),
    Check("P306", "A filter over a key",
          "ValidationException: Filter Expression can only contain non-primary keys.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.FilterExpression.html",
          "table.query(KeyConditionExpression=Key('pk').eq('a'), FilterExpression=Attr('sk').begins_with('b'))",
          "table.query(KeyConditionExpression=Key('pk').eq('a') & Key('sk').begins_with('b'))", filtered_keys),
]
