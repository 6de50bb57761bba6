"""The values of names after a test that is true, or false: after `if a is not None` a has no option None."""
import ast
import typing

from interpreter import type_tests, values
from interpreter.frames import lookup
from interpreter.values import Any, Const, Dict, List

# len(x) > 0, len(x) >= 1; and the tests of an empty text or list
LENGTH_TESTS = [(ast.Gt, [0]), (ast.GtE, [1]), (ast.Eq, [0]), (ast.LtE, [0]), (ast.Lt, [1])]
OPPOSITE = {ast.NotEq: ast.Eq, ast.NotIn: ast.In, ast.IsNot: ast.Is}


def narrowed(names, node, holds, frame=None):
    """{name: value} after a test: without the options that the test excludes.

    names  before it; holds: whether the test is true; frame: where other names of the test are looked up
    """
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return narrowed(names, node.operand, not holds, frame)
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) is holds:
        for operand in node.values:
            names = narrowed(names, operand, holds, frame)
        return names
    if type_tests.is_isinstance(node):
        name = node.args[0].id
        remaining = type_tests.remaining_options(names[name], type_tests.tested_types(node.args[1]), holds) \
            if name in names else []
        return {**names, name: values.union(remaining)} if remaining else names
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        return _narrowed_by_comparison(names, node, holds, frame)
    if isinstance(node, ast.Call):  # valid(kind): what it tests is not known, and a text may be the wrong one
        for argument in node.args:
            names = _without_constants(names, _name(argument), lambda value: not value)
        return names
    return _without_constants(names, _name(node), lambda value: bool(value) is not holds)


def _narrowed_by_comparison(names, node, holds, frame):
    """The names after a comparison of a name, or of its length, with constants."""
    operator, tested, compared = node.ops[0].__class__, node.left, node.comparators[0]
    if operator in OPPOSITE:
        operator, holds = OPPOSITE[operator], not holds
    name, constants = _name(tested), _constants(compared, names, frame)
    is_length = isinstance(tested, ast.Call) and getattr(tested.func, "id", "") == "len" and len(tested.args) == 1
    if is_length and (operator, constants) in LENGTH_TESTS:
        has_elements = LENGTH_TESTS.index((operator, constants)) < 2
        return _without_constants(names, _name(tested.args[0]),
                                  lambda value: bool(value) is (has_elements is not holds))
    if constants is None or isinstance(compared, ast.Constant) is (operator is ast.In):
        return names
    return _without_constants(names, name, lambda value: (value in constants) is not holds) \
        if operator in (ast.Eq, ast.Is, ast.In) else names


def _name(node):
    """The name of a node, "" if it is no name; of (name := value) the name."""
    return getattr(node.target if isinstance(node, ast.NamedExpr) else node, "id", "")


def _constants(node, names, frame):
    """[constant] of a constant, or of a list, a set or the keys of a mapping of constants; None of other values."""
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        constants = [part.value for part in node.elts if isinstance(part, ast.Constant)]
        return constants if len(constants) == len(node.elts) else None
    value: typing.Any = names.get(_name(node))
    if not value and frame and isinstance(node, ast.Name):
        value = lookup(node.id, frame)
    if value.__class__ is Dict and not value.open:
        return list(value.items)
    are_constants = value.__class__ is List and not value.open and all(part.__class__ is Const for part in value.items)
    return [part.value for part in value.items] if are_constants else None


def _without_constants(names, name, drops):
    """The names without those constants of one of them for which drops(constant) is true; some option remains."""
    if names.get(name).__class__ is not Any:
        return names
    remaining = [option for option in names[name].options if option.__class__ is not Const or not drops(option.value)]
    return {**names, name: values.union(remaining)} if remaining else names
