"""DynamoDB where it answers otherwise than moto: comparisons with absent attributes, and what updates return.

docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html: UPDATED_NEW are all attributes that the
expression names, also those whose value it did not change. Expressions.OperatorsAndFunctions.html: a comparison with an
absent attribute is false, but `<>` is true; values of two types are neither equal, nor is one less than the other.
"""
import functools
import operator

from moto.dynamodb import comparisons
from moto.dynamodb.parsing import ast_nodes
from moto.dynamodb.parsing.expressions import UpdateExpressionParser
from moto.dynamodb.responses import DynamoHandler

from localcloud.moto.replacing import replace

ACTIONS = [ast_nodes.UpdateExpressionSetAction, ast_nodes.UpdateExpressionRemoveAction,
           ast_nodes.UpdateExpressionAddAction, ast_nodes.UpdateExpressionDeleteAction]
ORDERED = {"S", "N", "B"}  # types of which one value is less than another
SIZED = {"S", "B", "SS", "NS", "BS", "L", "M"}


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


    replace(comparisons.FuncContains, "expr")(functools.partial(of_bytes, bytes.__contains__))
    replace(comparisons.FuncBeginsWith, "expr")(functools.partial(of_bytes, bytes.startswith))
    for owner, compare in ((comparisons.OpLessThan, operator.lt), (comparisons.OpLessThanOrEqual, operator.le),
                           (comparisons.OpGreaterThan, operator.gt), (comparisons.OpGreaterThanOrEqual, operator.ge)):
        replace(owner, "expr")(functools.partial(is_ordered, compare))

    @replace(comparisons.FuncBetween, "expr")
    def is_between(_original, self, item):
        return all(both_ordered(self.attr, bound, item) for bound in (self.start, self.end)) and \
            self.start.expr(item) <= self.attr.expr(item) <= self.end.expr(item)

    @replace(comparisons.FuncSize, "expr")
    def size(original, self, item):
        return original(self, item) if type_of(self.attr, item) in SIZED else None


def type_of(operand, item):
    """The type of the value of one of moto's operands, size(a) too; None of an absent attribute."""
    if isinstance(operand, comparisons.FuncSize):
        return "N" if type_of(operand.attr, item) in SIZED else None
    return operand.get_type(item)


def both_ordered(first, second, item):
    """Whether one of two operands can be less than the other."""
    types = {type_of(first, item), type_of(second, item)}
    return len(types) == 1 and types <= ORDERED


def is_ordered(compare, _original, self, item):
    """The replacement of a comparison. compare: operator.lt and the like"""
    return both_ordered(self.lhs, self.rhs, item) and compare(self.lhs.expr(item), self.rhs.expr(item))


def of_bytes(test, original, self, item):
    """The replacement of a function of a text, which DynamoDB also has for bytes. test: function(bytes, bytes)"""
    first, second = self.arguments
    if type_of(first, item) != "B":
        return original(self, item)
    return type_of(second, item) == "B" and test(first.expr(item), second.expr(item))


def is_equal(first, second, item):
    """Whether two operands of moto are equal: never, if one is an absent attribute or if their types differ."""
    types = type_of(first, item), type_of(second, item)
    return None not in types and types[0] == types[1] and first.expr(item) == second.expr(item)


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
