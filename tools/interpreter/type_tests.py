"""isinstance, where the type of a value is known: its result."""
import ast
import functools

from interpreter import members, values
from interpreter.sources import last_name
from interpreter.values import Const

KINDS = {"float": {"float"}, "whole": {"int"}, "text": {"str"}, "decimal": {"Decimal"}, "inexact": {"Decimal"},
         "bytes": {"bytes"}, "set": {"set"}, "bool": {"bool", "int"}, "uuid": {"UUID"}}
SHAPES = {"map": {"dict"}, "text": {"str"}, "list": {"list"}, "bool": {"bool", "int"}, "decimal": {"Decimal"}}
# Values, and classes outside the app, that inherit from none of its classes
OF_OTHERS, LEAVES = {Const, values.Aws, values.Class, values.External, values.Function}, {
    "builtins.object", "inspect.Annotated"}
NAMED = {"float", "int", "str", "dict", "list", "tuple", "set", "bytes", "bool", "Decimal", "UUID"}


def tested_types(node):
    """{"float", "int"}: the names of the types in isinstance(name, types); None if one is unknown. node: of types"""
    parts = node.elts if isinstance(node, ast.Tuple) else [node]
    names = {last_name(part) for part in parts}
    return names if names <= NAMED else None


def types_of(value):
    """{name} of the types of a value and their base types, None if they are unknown."""
    if value.__class__ is Const:
        return _names_of(value.value.__class__)
    if value.__class__ is values.Unknown:
        return KINDS.get(value.kind)
    if value.__class__ is values.Shaped:
        return None if value.shape.get("null") else SHAPES.get(value.shape["is"])
    if value.__class__ is values.List:
        return {value.kind}
    return {values.Text: {"str"}, values.Dict: {"dict"}}.get(value.__class__)


@functools.cache
def _names_of(class_):
    """{name} of a class of Python and its bases."""
    return {entry.__name__ for entry in class_.__mro__}


def remaining_options(value, names, holds):
    """[value]: the options for which isinstance(value, names) is true, or false; holds: which of both."""
    return [option for option in values.options(value)
            if (types := types_of(option)) is None or types.isdisjoint(names) is not holds]


def is_isinstance(node):
    """Whether a node is isinstance(name, known types)."""
    return node.__class__ is ast.Call and getattr(node.func, "id", "") == "isinstance" and len(node.args) == 2 \
        and isinstance(node.args[0], ast.Name) and tested_types(node.args[1]) is not None


def holds(value, class_):
    """Whether a value is an object of a class of the app; None if that is not known, or a metaclass may decide it."""
    classes = members.mro(class_)
    if class_.metaclass or not all(entry.__class__ is values.Class or getattr(
            entry, "dotted", "") == "builtins.object" for entry in classes):
        return None
    if value.__class__ is not values.Instance:
        return False if value.__class__ in OF_OTHERS else None
    own = members.mro(value.class_)
    if "__class__" in value.names:
        return None
    if any(getattr(entry, "node", None) is class_.node for entry in own):
        return True
    return False if all(entry.__class__ is values.Class or getattr(entry, "dotted", "") in LEAVES
                        for entry in own) else None


def handled_types(function):
    """[name] of the only types for which a function of the app returns: `if isinstance(value, Decimal): return ...` and
    then a raise, as `default` of json.dumps has; None of others."""
    if function.__class__ is not values.Function or not isinstance(function.node, ast.FunctionDef):
        return None
    *statements, last = function.node.body
    tests: list = [node for node in statements
                   if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]
    if not isinstance(last, ast.Raise) or not all(
            isinstance(node, ast.If) and not node.orelse and is_isinstance(node.test) for node in tests):
        return None
    types = [part for node in tests for part in getattr(node.test.args[1], "elts", [node.test.args[1]])]
    return sorted({last_name(part) for part in types})
