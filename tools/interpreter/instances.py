"""isinstance, where the type of a value is known: what Python would answer."""
import ast

from interpreter import values

KINDS = {"float": {"float"}, "whole": {"int"}, "text": {"str"}, "decimal": {"Decimal"}, "bytes": {"bytes"},
         "set": {"set"}, "bool": {"bool", "int"}, "uuid": {"UUID"}}
SHAPES = {"map": {"dict"}, "text": {"str"}, "list": {"list"}, "bool": {"bool", "int"}, "decimal": {"Decimal"}}
NAMED = {"float", "int", "str", "dict", "list", "tuple", "set", "bytes", "bool", "Decimal", "UUID"}


def asked(node):
    """The types that isinstance is asked about: {"float", "int"}; None if one of them is not known here."""
    parts = node.elts if isinstance(node, ast.Tuple) else [node]
    names = {getattr(one, "id", getattr(one, "attr", "")) for one in parts}
    return names if names <= NAMED else None


def types_of(value):
    """The types that a value has, None if they are not known."""
    if value.__class__ is values.Const:
        return {one.__name__ for one in type(value.value).__mro__}
    if value.__class__ is values.Unknown:
        return KINDS.get(value.kind)
    if value.__class__ is values.Given:
        return None if value.shape.get("null") else SHAPES.get(value.shape["is"])
    if value.__class__ is values.List:
        return {value.kind}
    return {values.Text: {"str"}, values.Dict: {"dict"}}.get(value.__class__)


def kept(value, names, holds):
    """The options of a value that are left where isinstance holds, or where it does not."""
    return [one for one in values.options(value)
            if types_of(one) is None or bool(types_of(one) & names) is holds]


def is_isinstance(node):
    """Whether a node is isinstance(name, types that we know)."""
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance" and len(node.args) == 2 \
        and isinstance(node.args[0], ast.Name) and asked(node.args[1]) is not None
