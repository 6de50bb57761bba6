"""Attributes that no object of a class of the app has, nor a value of JSON or of a response, and calls of values that
cannot be called."""
import ast
import datetime
import decimal

from interpreter import data_types, generated
from interpreter.sources import every_node, last_name
from interpreter.values import Answer, Class, Const, Dict, Instance, List, Row, Shaped, Text, Unknown

PLAIN_BASES = {*generated.PLAIN_BASES, "typing.NamedTuple"}
OF_TUPLES = {"_asdict", "_replace", "_fields", "_make", "count", "index"}
# What gives an object attributes that its class does not name.
DYNAMIC = {"setattr", "vars", "__dict__", "__getattr__", "__getattribute__", "hasattr", "__slots__", "update_wrapper"}
UNCALLABLE = {"text": "a text", "whole": "a number", "float": "a number", "decimal": "a number", "bytes": "bytes",
              "time": "a date or time", "span": "a timedelta", "uuid": "a UUID"}
# The types that a value may have whose type is not certain: of JSON, and of an item by boto3's resource.
ANY_TYPE = {Shaped: (dict, list, str, float, bool), Row: (dict, list, str, decimal.Decimal, bool, set, bytearray)}
DEEPEST = 5  # mappings and lists around an object
OF_ENUMS, BINARY = ("name", "value"), "value"  # BINARY: of boto3.dynamodb.types.Binary
DATA = {Shaped: "event", Answer: "the response", Row: "the item"}
TYPES = {type_.__name__: (type_,) for type_ in (dict, list, str, int, float, bool, bytes, datetime.datetime)}


def note_absent(instance, name, site):
    """Note an attribute that neither the class of an object has nor any line of its modules sets."""
    if site.node is None or name.startswith("__") or site.analysis.environment is not None or site.analysis.silenced:
        return
    class_ = instance.class_
    has = _names_of(class_, site.analysis)
    if has is not None and name not in has and site.frame.module.tree is not None \
            and not DYNAMIC & _identifiers(site.frame.module.tree):
        site.note("no-attribute", name=name, of=class_.node.name, has=sorted(has))


def _names_of(class_, analysis):
    """{name} of all attributes of the objects of a class; None if it may have others: of a base outside the app, of a
    decorator, of a subclass, or set by name."""
    if class_.__class__ is not Class:
        return None
    if not hasattr(class_.node, "object_names"):
        class_.node.object_names = _all_names(class_, analysis)
    return class_.node.object_names


def _all_names(class_, analysis):
    """The names of _names_of(), which the node keeps."""
    names, waiting, followed = set(), [class_], set()
    while waiting:
        base = waiting.pop()
        if id(base) in followed:
            continue
        followed.add(id(base))
        if base.__class__ is not Class:
            if getattr(base, "dotted", "") not in PLAIN_BASES:
                return None
            names |= OF_TUPLES
            continue
        node = base.node
        if base.enum or node.keywords or DYNAMIC & _identifiers(node) or not all(
                last_name(getattr(part, "func", part)) == "dataclass" for part in node.decorator_list):
            return None
        names |= base.names.keys() | {part.target.id for part in node.body if isinstance(part, ast.AnnAssign)
                                      and isinstance(part.target, ast.Name)}
        waiting += base.bases
    trees = [module.tree for module in analysis.modules.values() if module.tree is not None]
    for tree in trees:
        stored, bases = _stored_names(tree)
        if class_.node.name in bases:
            return None
        names |= stored
    return names


def _stored_names(tree):
    """({attribute} that a module sets, {name} of its classes' bases)"""
    if not hasattr(tree, "stored_attributes"):
        nodes = every_node(tree)
        tree.stored_attributes = (
            {node.attr for node in nodes if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load)},
            {last_name(base) for node in nodes if isinstance(node, ast.ClassDef) for base in node.bases})
    return tree.stored_attributes


def _identifiers(tree):
    """{name} of the names and attributes in a tree, which the tree keeps."""
    if not hasattr(tree, "all_identifiers"):
        tree.all_identifiers = {last_name(node) for node in every_node(tree)
                                if isinstance(node, (ast.Name, ast.Attribute))} | {
            node.name for node in every_node(tree) if isinstance(node, ast.FunctionDef)}
    return tree.all_identifiers


def note_of_type(value, name, site):
    """Note an attribute that no text, number or tuple has: (day,).isoformat(), nor any value of JSON: event.body."""
    types = types_of(value)
    may_be_enum = name in OF_ENUMS and not {dict, list} & {*types[:1]} or types == ANY_TYPE[Row] and name == BINARY
    if types and not any(hasattr(type_, name) for type_ in types) and not may_be_enum \
            and not site.analysis.silenced and not DYNAMIC & _identifiers(site.frame.module.tree):
        fields = value.shape.get("fields", ()) if value.__class__ is Shaped else ()
        site.note("no-attribute", name=name, of=types[0].__name__, has=sorted(fields),
                  path=[*getattr(value, "path", ())], how=DATA.get(value.__class__, ""))


def types_of(value):
    """The types that a value may have; () if they are not known."""
    if data_types.is_data(value):
        head = (data_types.type_of(value) or "").partition("[")[0]
        return TYPES.get(head) or ANY_TYPE.get(value.__class__, ())
    type_ = type(value.value) if value.__class__ is Const else str if value.__class__ is Text else \
        tuple if value.__class__ is List and value.kind == "tuple" and not value.open else None
    return (type_,) if type_ in (str, int, float, tuple) else ()


def note_uncallable(called, site):
    """Note a call of a value whose type has no calls: order.total() of a property, uuid4().hex()."""
    function = getattr(site.node, "func", None)
    kind = called.kind if called.__class__ is Unknown else \
        {str: "text", int: "whole", float: "float"}.get(called.value.__class__, "") if called.__class__ is Const else ""
    if kind in UNCALLABLE and isinstance(function, (ast.Attribute, ast.Name)):
        site.note("uncallable", name=last_name(function), how=UNCALLABLE[kind])


def object_in(value, deep=0):
    """The name of a class of the app, without bases, of which a value has an object that json would have to write, in
    mappings and lists too; "" if there is none."""
    if value.__class__ is Instance:
        class_ = value.class_
        is_plain = class_.__class__ is Class and not (class_.node.bases or class_.enum or class_.metaclass)
        return class_.node.name if is_plain else ""
    is_dict = value.__class__ is Dict
    parts = value.items.values() if is_dict else value.items if value.__class__ is List else ()
    return next(filter(None, (object_in(part, deep + 1) for part in parts)), "") if deep < DEEPEST else ""
