"""Operations that Python itself tries with values of their operands' types (type_samples.py): calls that fit no form of
a function of its library, formats of texts, json.dumps(), and the order of dates and times."""
import ast
import dataclasses
import json
import operator as operators
from collections.abc import Callable

from checks import type_samples
from checks.certain_types import certain_type, name_of
from checks.closed_classes import OWN
from checks.syntax import arguments, dotted_name, keywords
from checks.type_sentences import OTHERS, PAGE, TYPE_ERROR
from interpreter.sources import nodes_of
from kit.problems import listed

ORDERED = {ast.Lt: operators.lt, ast.LtE: operators.le, ast.Gt: operators.gt, ast.GtE: operators.ge}
OF_DATES = {"date", "datetime"}  # ty lets a datetime stand for a date
HELPED = {"default", "cls", "skipkeys"}  # arguments of json.dumps() with which it may write more types
ITEMS = ("Item", "Key", "ExpressionAttributeValues")  # of a Table of boto3, if there is no TableName
JOIN = "join(map(str, ...))"


@dataclasses.dataclass(eq=False)
class Trial:
    """An operation, its operands, and the finding if it raises one of the errors with all values of their types.

    only       the types of the operands, if it is tried with these alone
    without    a type of an operand with which it is not tried: another check has it
    unknown    values for operands of any type: then each operand is an operation of its own; None: such an operation
               is not tried
    is_of_own  it is tried only if an operand contains an object of an own class (closed_classes.py)
    {types} in the message: what the operands are; with `unknown` those that Python refuses
    """
    operation: Callable
    operands: list[ast.expr]
    message: str
    hint: str
    error: str = TYPE_ERROR
    errors: tuple = (TypeError, AttributeError)
    only: frozenset = frozenset()
    without: str = "-"
    unknown: list | None = None
    is_of_own: bool = False

    def fault(self, types, own):
        """(id, message, hint, Python's error), None if the operation may succeed.

        types  ty's text of each operand; own: OwnNames of the app
        """
        marked = [*map(own.with_marks, types)]
        if self.unknown:  # each operand is an operation
            failing = [type_ for type_, of_own in zip(types, marked) if self.without not in type_
                       and (OWN in of_own or not self.is_of_own) and self._fails([of_own])]
        else:
            heads = {certain_type(type_, own.open) for type_ in types}
            failing = types if heads == (self.only or heads) and self._fails(marked) else []
        shown = listed(dict.fromkeys(self._name(type_, certain_type(type_, own.open)) for type_ in failing))
        return (OTHERS, self.message.format(types=shown), self.hint, self.error) if failing else None

    def _fails(self, types):
        """Whether the operation raises one of the errors with all values of these types."""
        return type_samples.always_fails(self.operation, types, self.errors, self.unknown)

    @staticmethod
    def _name(type_, head):
        """A type for a message: "list[int]", "a Decimal"."""
        return type_ if "[" in type_ and not type_.startswith("Literal") or not head else name_of(head)


def of_node(node: ast.AST) -> Trial | None:
    """The Trial of a format, a call of json.dumps(), or an order or difference of two values; None of other nodes."""
    reader = READERS.get(node.__class__)
    return reader(node) if reader else None


def _of_format(node):
    """f'{total:.2f}'"""
    parts = node.format_spec.values if node.format_spec and node.conversion == -1 else []
    if len(parts) != 1 or not isinstance(parts[0], ast.Constant) or type_samples.is_long_form(str(parts[0].value)):
        return None
    text = str(parts[0].value)
    return Trial(lambda value: format(value, text), [node.value], "the format of this value is not for {types}",
                 "int(...), float(...)", "ValueError: Unknown format code", (TypeError, ValueError))


def _of_operator(node):
    """"%d orders" % number; day - moment"""
    if isinstance(node.op, ast.Sub):
        return Trial(operators.sub, [node.left, node.right], "{types}: Python has no difference of these",
                     "moment.date(), or two datetimes", only=frozenset(OF_DATES))
    text = getattr(node.left, "value", None)
    if not isinstance(node.op, ast.Mod) or not isinstance(text, str) or type_samples.is_long_form(text):
        return None
    is_tuple = isinstance(node.right, ast.Tuple)
    operands = node.right.elts if is_tuple else [node.right]
    if not operands or any(isinstance(operand, ast.Starred) for operand in operands):
        return None
    return Trial((lambda *values: text % values) if is_tuple else lambda value: text % value, operands,
                 "the % of this text does not take {types}", "%s, or a number")


def _of_comparison(node):
    """day < moment"""
    operation = ORDERED.get(node.ops[0].__class__) if len(node.ops) == 1 else None
    return operation and Trial(operation, [node.left, node.comparators[0]], "{types}: Python has no order of these",
                               "moment.date(), or two datetimes", only=frozenset(OF_DATES))


def _of_call(node):
    """json.dumps(value); table.put_item(Item={...})"""
    names = keywords(node).keys()
    items = [value for name, value in keywords(node).items() if name in ITEMS and isinstance(value, ast.Dict)]
    if items and "TableName" not in names:
        return Trial(_serialized, _leaves(items), "an item of a table does not take {types}",
                     "dataclasses.asdict(...), a member's .value", "TypeError: Unsupported type",
                     unknown=["a"], is_of_own=True)
    is_json = isinstance(node.func, ast.Attribute) and ast.unparse(node.func) == "json.dumps"
    if not is_json or len(node.args) != 1 or names & HELPED or None in names:
        return None
    return Trial(json.dumps, _leaves(node.args), "json.dumps() does not take {types}", "list(...), str(...)",
                 "TypeError: Object is not JSON serializable", without="Number", unknown=["a"])


def _leaves(nodes):
    """[expression] of the parts of dicts and lists of the code that are neither constants nor such themselves."""
    nodes, leaves = [*nodes], []
    for node in nodes:  # which grows meanwhile
        if isinstance(node, ast.Dict) and not any(isinstance(key, ast.Tuple) for key in node.keys):
            nodes += node.values
        elif isinstance(node, ast.List):
            nodes += node.elts
        elif not isinstance(node, (ast.Constant, ast.JoinedStr, ast.Starred)):
            leaves.append(node)
    return leaves


def _serialized(value):
    """DynamoDB's form of a value of Python, as a Table of boto3 makes it."""
    from boto3.dynamodb.types import TypeSerializer  # 60 ms
    return TypeSerializer().serialize(value)


READERS = {ast.FormattedValue: _of_format, ast.BinOp: _of_operator, ast.Compare: _of_comparison, ast.Call: _of_call}


def of_call(node: ast.Call, meanings: dict[str, str]) -> Trial | None:
    """The Trial of a call of a method of a value, or of a function without an effect; None of other calls.

    meanings  of the file's names: see imported_names()
    """
    if any(isinstance(argument, ast.Starred) for argument in node.args) or None in keywords(node):
        return None
    names, operands = [keyword.arg or "" for keyword in node.keywords], arguments(node)
    dotted = dotted_name(node.func)
    root, _dot, rest = dotted.partition(".")
    if meaning := meanings.get(root):
        dotted = f"{meaning}.{rest}" if rest else meaning
    operation = type_samples.function(dotted, names) if meaning or not rest and root else None
    if operation is None and isinstance(node.func, ast.Attribute) and not meaning:
        return Trial(type_samples.method(node.func.attr, names), [node.func.value, *operands],
                     f"{node.func.attr}() does not take these arguments: {{types}}",
                     JOIN if node.func.attr == "join" else PAGE)
    return Trial(operation, operands, f"{dotted}() does not take {{types}}", PAGE) if operation else None


def imported_names(tree: ast.Module) -> dict[str, str]:
    """{local name: dotted name} of what a file imports: {"join": "os.path.join", "os": "os"}."""
    names = {}
    for node in nodes_of(tree, ast.Import, ast.ImportFrom):
        base = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
        for alias in node.names:
            names[alias.asname or (alias.name if base else alias.name.partition(".")[0])] = f"{base}{alias.name}" \
                if base or alias.asname else alias.name.partition(".")[0]
    return names


def calls_at(tree: ast.Module, places: set[tuple[int, int]]) -> set[ast.Call]:
    """The calls that begin at (line, column from 1 on), or of which an argument does."""
    return {node for node in nodes_of(tree, ast.Call) for part in (
        node, *node.keywords, *arguments(node)) if (part.lineno, part.col_offset + 1) in places}
