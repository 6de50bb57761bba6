"""Members of the app's Enums in texts: f"{Status.HELD}" is "Status.HELD", and not the member's value."""
import ast

from interpreter import members
from interpreter.frames import lookup
from interpreter.values import Class, External, Instance

# Their format is that of the value.
OF_VALUE = {"enum.StrEnum", "enum.IntEnum", "enum.IntFlag"}


def name_of(node, frame, analysis):
    """"Status" of an expression that is a member of the app's class Status, as far as the code declares it; else ""."""
    class_ = None
    if isinstance(node, ast.Attribute):
        receiver = analysis.evaluate(node.value, frame) if isinstance(node.value, (ast.Name, ast.Attribute)) else None
        if receiver.__class__ is Instance and node.attr not in ("value", "name"):
            class_ = _annotated(_field(receiver.class_, node.attr), frame)
        elif receiver.__class__ is Class and node.attr in receiver.names and node.attr.isupper():
            class_ = receiver
    elif isinstance(node, ast.Name) and frame.fn is not None and node.id in frame.names:
        signature = frame.fn.args
        class_ = next((_annotated(entry.annotation, frame) for entry in (*signature.args, *signature.kwonlyargs)
                       if entry.arg == node.id), None)
    return class_.node.name if class_.__class__ is Class and _formats_as_name(class_) else ""


def _field(class_, name):
    """The annotation of a class's attribute, None if it has none."""
    return next((statement.annotation for statement in getattr(getattr(class_, "node", None), "body", ())
                 if isinstance(statement, ast.AnnAssign) and getattr(statement.target, "id", "") == name), None)


def _annotated(annotation, frame):
    """The class of the app that an annotation names, Status or "Status"; None for others."""
    name = getattr(annotation, "id", getattr(annotation, "value", None))
    value = lookup(name, frame) if isinstance(name, str) and name.isidentifier() else None
    if value is None and isinstance(name, str):
        modules = frame.module.frame.names
        value = modules.get(name)
    return value if value.__class__ is Class else None


def _formats_as_name(class_):
    """Whether a class is an Enum whose members are formatted as their names."""
    if {"__str__", "__format__"} & class_.names.keys():
        return False
    external = [base.dotted for base in class_.bases if base.__class__ is External]
    app_bases = [base for base in class_.bases if base.__class__ is Class]
    return "enum.Enum" in external and not OF_VALUE & {*external} or any(
        members.in_class(base, "__str__") is None and _formats_as_name(base) for base in app_bases)
