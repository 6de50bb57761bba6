"""DynamoDB where it answers otherwise than moto: comparisons with absent attributes, and what updates return.

docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html: UPDATED_NEW are all attributes that the
expression names, also those whose value it did not change. Expressions.OperatorsAndFunctions.html: a comparison with an
absent attribute is false, but `<>` is true; values of two types are never equal.
"""
import functools

from moto.dynamodb import comparisons
from moto.dynamodb.parsing import ast_nodes
from moto.dynamodb.parsing.expressions import UpdateExpressionParser
from moto.dynamodb.responses import DynamoHandler

from localcloud.moto.replacing import replace

ACTIONS = [ast_nodes.UpdateExpressionSetAction, ast_nodes.UpdateExpressionRemoveAction,
           ast_nodes.UpdateExpressionAddAction, ast_nodes.UpdateExpressionDeleteAction]


@functools.cache
def install():
    """Let moto compare and return as DynamoDB does. Once a process."""
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


def is_equal(first, second, item):
    """Whether two operands of moto are equal: never, if one is an absent attribute or if their types differ."""
    if all(isinstance(operand, comparisons.Operand) for operand in (first, second)):
        types = first.get_type(item), second.get_type(item)
        if None in types or types[0] != types[1]:
            return False
    return first.expr(item) == second.expr(item)


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
