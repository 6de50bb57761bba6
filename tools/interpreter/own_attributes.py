"""Attributes that no object of a class of the app has, and calls of values that cannot be called."""
import ast

from interpreter import generated
from interpreter.sources import every_node, last_name
from interpreter.values import Class, Const, List, Text, Unknown

PLAIN_BASES = {*generated.PLAIN_BASES, "typing.NamedTuple"}
OF_TUPLES = {"_asdict", "_replace", "_fields", "_make", "count", "index"}
# What gives an object attributes that its class does not name.
DYNAMIC = {"setattr", "vars", "__dict__", "__getattr__", "__getattribute__", "hasattr", "__slots__", "update_wrapper"}
UNCALLABLE = {"text": "a text", "whole": "a number", "float": "a number", "decimal": "a number", "bytes": "bytes",
              "time": "a date or time", "span": "a timedelta", "uuid": "a UUID"}


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
    """Note an attribute that no text, number or tuple has: (day,).isoformat()."""
    type_ = type(value.value) if value.__class__ is Const else str if value.__class__ is Text else \
        tuple if value.__class__ is List and value.kind == "tuple" and not value.open else None
    if type_ in (str, int, float, tuple) and not hasattr(type_, name) and name not in ("name", "value") \
            and not site.analysis.silenced and not DYNAMIC & _identifiers(site.frame.module.tree):
        site.note("no-attribute", name=name, of=type_.__name__, has=[])


def note_uncallable(called, site):
    """Note a call of a value whose type has no calls: order.total() of a property, uuid4().hex()."""
    function = getattr(site.node, "func", None)
    kind = called.kind if called.__class__ is Unknown else \
        {str: "text", int: "whole", float: "float"}.get(called.value.__class__, "") if called.__class__ is Const else ""
    if kind in UNCALLABLE and isinstance(function, (ast.Attribute, ast.Name)):
        site.note("uncallable", name=last_name(function), how=UNCALLABLE[kind])
