"""Requests that DynamoDB refuses, though each of their parameters has the right type."""
import ast
import re

from aws import tables
from checks import syntax
from checks.check import Check, Findings, Subject, finding, pitfalls_of
from checks.dynamodb_calls import QUERIES, members, table_calls
from checks.indexes import of_type, untyped_values
from checks.python_types import description, kind_of
from checks.syntax import keywords
from interpreter.plain import fields, options
from interpreter.sources import nodes_of

WRITES = {"PutItem": {"Item"}, "DeleteItem": {"Key"}}
# docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html: other calls return NONE or ALL_OLD
OF_UPDATES = {"ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"}
CLAUSE = re.compile(r"(?is)\b(ADD|DELETE|SET)\b(.*?)(?=\bSET\b|\bREMOVE\b|\bADD\b|\bDELETE\b|$)")
PAIR = re.compile(r"[#\w.]+\s+(:\w+)")
TERM = re.compile(r"[+-]\s*(:\w+)|(:\w+)\s*\)?\s*[+-]")  # of a sum or a difference
ELEMENTS = re.compile(r"list_append\s*\(\s*(:\w+)?[^,()]*,\s*(:\w+)?")
NO_NUMBERS = {"text", "list", "map", "bool", "bytes", "time", "uuid", "None"}
NO_SETS = {"text", "list", "map", "bool", "bytes", "time", "uuid", "None", "whole", "decimal"}
# {what a part of an update does: (pattern of its placeholders, kinds of values that it refuses, hint)}
OPERANDS = {
    "ADD": (PAIR, NO_NUMBERS, "a number: int(...), or a set"), "DELETE": (PAIR, NO_SETS, "a set: {value}"),
    "+": (TERM, NO_NUMBERS, "a number: int(...), or Decimal(...)"),
    "list_append": (ELEMENTS, NO_SETS - {"list"} | {"set"}, "a list: [value]")}


def refused_parameters(subject: Subject) -> Findings:
    """Parameters that DynamoDB refuses: ALL_NEW of put_item, conditions in a batch, all attributes of an index."""
    for _name, call in subject.calls("dynamodb", frozenset(WRITES)):
        value, others = call["args"].get("ReturnValues"), sorted(set(call["args"]) - WRITES[call["operation"]])
        if call["via"] == "batch" and call["sure"] and (others := [name for name in others if name != "TableName"]):
            yield finding(call, f"{call['method']} of a batch has no parameter {others[0]!r}",
                          f"table.{call['method']}(...) outside the batch, or an item of transact_write_items",
                          "TypeError: got an unexpected keyword argument")
        elif isinstance(value, str) and value in OF_UPDATES and call["sure"]:
            yield finding(call, f"{call['method']} cannot return {value}",
                          "ReturnValues='ALL_OLD', or the item that the code has", "ValidationException: Return values "
                          "set to invalid value")
    for call, table in table_calls(subject, QUERIES):
        index, indexes = call["args"].get("IndexName"), tables.indexes(table)
        if call["args"].get("Select") == "ALL_ATTRIBUTES" and isinstance(index, str) and index in indexes \
                and not indexes[index].local and indexes[index].projection != "all":
            yield finding(call, f"the index {index!r} has not all attributes", "leave out Select, or give the index "
                          "`projection: all` in app.yaml", "ValidationException: Select type ALL_ATTRIBUTES is not "
                          f"supported for global secondary index {index}")


def refused_operands(subject: Subject) -> Findings:
    """Values of another type than their part of an update takes: ADD of a text, DELETE of no set, a sum with a text."""
    for call, _table in table_calls(subject, frozenset({"UpdateItem"})):
        values = {name: value if call["python"] else of_type(value)
                  for name, value in fields(call["args"].get("ExpressionAttributeValues")).items()}
        for operator, placeholder in operands(call["args"].get("UpdateExpression")):
            value, (_pattern, refused, hint) = values.get(placeholder, {"kind": ""}), OPERANDS[operator]
            kind = kind_of(value) if not isinstance(value, dict) or "any" not in value else ""
            if kind in refused:
                yield finding(call, f"{operator} {placeholder}: the value is {description(value, kind)}",
                              "{number}, a set" if (operator, kind) == ("ADD", "list") else hint,
                              "ValidationException: Incorrect operand type for operator or function; "
                              f"operator or function: {operator}")


def operands(expression) -> list[tuple[str, str]]:
    """[(key of OPERANDS, placeholder)] of an update, a plain value, each once."""
    parts = [part for text in options(expression) if isinstance(text, str) for part in CLAUSE.findall(text)]
    return list(dict.fromkeys(
        (operator, placeholder) for clause, content in parts for operator, (pattern, *_rest) in OPERANDS.items()
        if operator == clause.upper() or operator not in ("ADD", "DELETE") and clause.upper() == "SET"
        for placed in pattern.findall(content) for placeholder in ([placed] if isinstance(placed, str) else placed)
        if placeholder))


def repeated_items(tree):
    """Yields pitfalls of two members of a transaction for the same item."""
    for node in nodes_of(tree, ast.Call):
        entries = keywords(node).get("TransactItems")
        targets: dict[tuple, int] = {}
        for member in entries.elts if isinstance(entries, ast.List) else ():
            request = member.values[0] if isinstance(member, ast.Dict) and len(member.values) == 1 else None
            parts = {name: ast.unparse(value) for name, value in syntax.members(request).items()}
            if key := parts.get("Key") or _key_of_item(syntax.members(syntax.members(request).get("Item"))):
                target = parts.get("TableName", ""), key
                if target in targets and "uuid" not in target[1] and "next(" not in target[1]:
                    yield ["transaction", member.lineno, f"the transaction has this item twice, first in line "
                           f"{targets[target]}", "one Update with the ConditionExpression of both"]
                targets[target] = member.lineno


def _key_of_item(item):
    """The text of {'pk': a, 'sk': b} of an item, {key: node of its value}, with these keys; "" if it has others."""
    return f"{{'pk': {ast.unparse(item['pk'])}, 'sk': {ast.unparse(item['sk'])}}}" if {"pk", "sk"} <= item.keys() \
        else ""


def repeated_elements(subject: Subject) -> Findings:
    """Transactions with a member for each element of a list of the request, which may have an element twice."""
    for name, call in subject.calls("dynamodb", frozenset({"TransactWriteItems"})):
        text = "\n".join(subject.sources.text(path) for path in subject.observations[name]["files"])
        repeated = "" if not call["sure"] or DISTINCT.search(text) else next(filter(
            None, map(repeated_list, members(call))), "")
        if repeated and not re.search(rf"\{{[^{{}}:]* for [^{{}}]*\b{repeated}\b", text):
            yield finding(call, f"the request may have an element of {repeated!r} twice, and a transaction accepts "
                          "each item once", "sorted(set(...)), or uniqueItems: true in the schema of texts",
                          "ValidationException: Transaction request cannot include multiple operations on one item")


def repeated_list(member):
    """The name of the list of a request's body whose elements decide the key of a member; "" if something else may
    make it different."""
    key = member["args"].get("Key")
    values = [*fields(key if member["python"] else untyped_values(key)).values()]
    paths = [value["event"] for value in values if isinstance(value, dict) and "event" in value]
    repeated = next((path for path in paths if "[]" in path and path[0] == "body"), None)
    is_fixed = all(isinstance(value, (str, int)) or isinstance(value, dict) and FIXED & value.keys()
                   for value in values)
    return repeated[repeated.index("[]") - 1] if repeated and is_fixed else ""


# What makes elements distinct, in code or in a schema.
FIXED = {"event", "row", "env"}  # of values that no index or new id makes different
DISTINCT = re.compile(r"\bset\(|frozenset|fromkeys|uniqueItems|Counter|duplicate|groupby|defaultdict")
PUT = "return table.put_item(Item={'pk': 'a', 'sk': 'b'}, ReturnValues='%s').get('Attributes', {}).get('pk')"
ADD = "table.update_item(Key={'pk': 'a', 'sk': 'b'}, UpdateExpression='ADD seats :n', " \
    "ExpressionAttributeValues={':n': %s(event['seats'])})"
CHECK = "{'ConditionCheck': {'TableName': TABLE, 'Key': {'pk': {'S': '%s'}, 'sk': {'S': 'c'}}, " \
    "'ConditionExpression': 'attribute_exists(pk)'}}"
BOTH = "TABLE = os.environ['DEMO_TABLE']\nboto3.client('dynamodb').transact_write_items(TransactItems=[" \
    + CHECK + ",\n    {'Delete': {'TableName': TABLE, 'Key': {'pk': {'S': 'a'}, 'sk': {'S': 'c'}}}}])"
PITFALLS = [(("TransactItems",), repeated_items)]
CHECKS = [
    Check("P345", "A parameter that DynamoDB refuses in this call",
          "ValidationException when the line runs: botocore does not know these rules.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html",
          PUT % "ALL_NEW", PUT % "ALL_OLD", refused_parameters),
    Check("P346", "A value that its part of an update does not take",
          "ValidationException: ADD takes a number or a set, DELETE a set, + and - numbers, list_append() lists.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html",
          ADD % "str", ADD % "int", refused_operands),
    Check("P347", "An item that a transaction has twice",
          "ValidationException: Transaction request cannot include multiple operations on one item.",
          "https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html",
          BOTH % "a", BOTH % "b",
          lambda subject: [*pitfalls_of("transaction")(subject), *repeated_elements(subject)]),
]
