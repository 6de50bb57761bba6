"""Requests that DynamoDB refuses and moto executes, comparisons with absent attributes, and what updates return.

docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html: UPDATED_NEW are all attributes that the
expression names, also those whose value it did not change. Expressions.OperatorsAndFunctions.html: a comparison with an
absent attribute is false, but `<>` is true; values of two types are never equal.
"""
import functools
import re

from moto.core.utils import get_service_model
from moto.dynamodb import comparisons
from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.parsing import ast_nodes
from moto.dynamodb.parsing.expressions import UpdateExpressionParser
from moto.dynamodb.parsing.reserved_keywords import ReservedKeywords
from moto.dynamodb.responses import DynamoHandler

from localcloud.moto.key_types import key_types, type_of
from localcloud.moto.replacing import replace

OPERATIONS = {"put_item": "PutItem", "update_item": "UpdateItem", "delete_item": "DeleteItem", "query": "Query",
              "scan": "Scan", "batch_write_item": "BatchWriteItem", "transact_write_items": "TransactWriteItems"}
SETS = {"SS": "string", "NS": "number", "BS": "binary"}
NAME = re.compile(r"(?<![#:\w])[A-Za-z_]\w*(?!\w|\s*\()")
OPERATORS = {"AND", "BETWEEN"}
ACTIONS = [ast_nodes.UpdateExpressionSetAction, ast_nodes.UpdateExpressionRemoveAction,
           ast_nodes.UpdateExpressionAddAction, ast_nodes.UpdateExpressionDeleteAction]


@functools.cache
def install():
    """Let moto refuse such requests, and compare and return as DynamoDB does. Once a process."""
    for operation in OPERATIONS:
        replace(DynamoHandler, operation)(checked(operation))
    replace(DynamoHandler, "update_item")(update_item)

    @replace(comparisons.OpEqual, "expr")
    def are_equal(_original, self, item):
        return is_equal(self.lhs, self.rhs, item)

    @replace(comparisons.OpNotEqual, "expr")
    def are_different(_original, self, item):
        return not is_equal(self.lhs, self.rhs, item)

    @replace(comparisons.FuncIn, "expr")
    def is_in(_original, self, item):
        return any(is_equal(self.attr, value, item) for value in self.possible_values)


def is_equal(left, right, item):
    """Whether two operands of moto are equal: never, if one is an absent attribute or if their types differ."""
    if all(isinstance(operand, comparisons.Operand) for operand in (left, right)):
        types = left.get_type(item), right.get_type(item)
        if None in types or types[0] != types[1]:
            return False
    return left.expr(item) == right.expr(item)


def checked(operation):
    """The replacement of an operation whose requests are checked first."""
    def execute(original, self):
        shape = get_service_model("dynamodb").operation_model(OPERATIONS[operation]).input_shape
        problem = length_problem(self.body, shape) or set_problem(self.body) or start_problem(self) \
            or reserved_problem(self.body.get("KeyConditionExpression"))
        if problem:
            raise MockValidationException(problem)
        return original(self)
    return execute


def length_problem(body, shape):
    """The message for the first text of a request that is longer than botocore's model allows; None."""
    for name, member in shape.members.items():
        value, longest = body.get(name), member.metadata.get("max")
        if isinstance(value, str) and longest and len(value) > longest:
            return f"1 validation error detected: Value '{value}' at '{name[0].lower()}{name[1:]}' failed to satisfy " \
                f"constraint: Member must have length less than or equal to {longest}"
    return None


def set_problem(value):
    """The message for the first set of a request that is empty, or has an element twice; None."""
    if isinstance(value, dict):
        for kind, elements in value.items():
            if kind in SETS and len(value) == 1 and isinstance(elements, list):
                if not elements:
                    return f"One or more parameter values were invalid: An {SETS[kind]} set  may not be empty"
                if len({*elements}) < len(elements):
                    return "One or more parameter values were invalid: Input collection " \
                        f"[{', '.join(map(str, elements))}] contains duplicates."
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next(filter(None, map(set_problem, parts)), None)


def start_problem(handler):
    """The message for an ExclusiveStartKey that is not the key of the table, with that of the index; None."""
    start = handler.body.get("ExclusiveStartKey")
    if start is None:
        return None
    table = handler.dynamodb_backend.get_table(handler.body["TableName"])
    schemas = [table.schema, *(index.schema for index in [*table.global_indexes, *table.indexes]
                               if index.name == handler.body.get("IndexName"))]
    types = {name: type_ for schema in schemas for name, type_ in key_types(table, schema).items()}
    return None if types == {name: type_of(value) for name, value in start.items()} else \
        "The provided starting key is invalid: The provided key element does not match the schema"


def reserved_problem(text):
    """The message for the first reserved word that is an attribute in a KeyConditionExpression; None."""
    words = [word for word in NAME.findall(text or "") if word.upper() not in OPERATORS]
    reserved = ReservedKeywords.get_reserved_keywords()
    return next(("Invalid KeyConditionExpression: Attribute name is a reserved keyword; reserved keyword: " + word
                 for word in words if word.upper() in reserved), None)


def update_item(original, self):
    """moto leaves out attributes whose value did not change; for parts of attributes, a.b, its response is used."""
    kind, names = self.body.get("ReturnValues", "NONE"), updated_names(self.body)
    if kind not in ("UPDATED_NEW", "UPDATED_OLD") or names is None:
        return original(self)
    self.body = {**self.body, "ReturnValues": f"ALL_{kind[-3:]}"}
    response = original(self)
    attributes = {name: value for name, value in response.result.pop("Attributes", {}).items() if name in names}
    response.result.update({"Attributes": attributes} if attributes else {})
    return response


def updated_names(body):
    """The attributes that an update names, None if it changes a part of one."""
    names, placeholders = {*body.get("AttributeUpdates", ())}, body.get("ExpressionAttributeNames") or {}
    text = body.get("UpdateExpression", "").strip()
    for action in UpdateExpressionParser.make(text).find_clauses(ACTIONS) if text else ():
        path = action.children[0].to_str()
        if "." in path or "[" in path:
            return None
        names.add(placeholders.get(path, path))
    return names
