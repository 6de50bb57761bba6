"""Members of the app's Enums: objects with the methods of their class, which the interpreter otherwise handles as their
values; and in texts: f"{Status.HELD}" is "Status.HELD", and not the member's value."""
import ast

from interpreter import members, texts, values
from interpreter.analysis import Arguments
from interpreter.frames import lookup
from interpreter.values import UNKNOWN, Class, Const, External, Function, Instance, List, Row, Shaped, Unknown

# Their format is that of the value.
OF_VALUE = {"enum.StrEnum", "enum.IntEnum", "enum.IntFlag"}
OF_AUTO = {"enum.Enum", "enum.StrEnum", "enum.IntEnum"}  # whose auto() is a name, or the next number


def add_members(class_, site):
    """Make the members of an Enum with methods objects of its class: texts remain, and have the object beside them."""
    kinds = {base.enum if base.__class__ is Class else "plain" if getattr(base, "dotted", "") == "enum.Enum"
             else "mixed" if getattr(base, "dotted", "").endswith("Enum") else None for base in class_.bases}
    class_.enum = "mixed" if "mixed" in kinds or kinds >= {"plain", None} else "plain" if "plain" in kinds else ""
    if not class_.enum:
        return
    _set_automatic_values(class_, site)
    for name, value in list(class_.names.items()):
        if value.__class__ in (Function, Class) or name.startswith("_"):
            continue
        member = Instance(class_)
        if texts.text(value) is not None:
            value = values.Text(value.parts) if value.__class__ is values.Text else Const(value.value)
            class_.names[name] = value
            site.analysis.members[id(value)] = member
        elif class_.enum == "plain":
            class_.names[name] = member
        member.names.update(name=Const(name), value=value, _value_=value)
        fields = value.items if value.__class__ is List and not value.open else [value]
        members.special(member, "__init__", fields, site.without_node())


def note_compared(nodes, sides, site):
    """Note a text, or a part of the event or of an item, beside State.PAID of an Enum whose members are no texts."""
    for node, side, other in zip(nodes, sides, reversed(sides)):
        if id(side) in site.analysis.members and node.__class__ is ast.Attribute and (
                other.__class__ in (Shaped, Row) or texts.text(other) is not None and id(other) not in
                site.analysis.members):
            class_ = site.analysis.evaluate(node.value, site.frame)
            if class_.__class__ is Class and class_.enum == "plain":
                site.note("enum-compared", name=class_.node.name)


def _set_automatic_values(class_, site):
    """Give the members that are auto() their values: of a StrEnum the name in small letters, of others a number; or
    what the class's _generate_next_value_() returns.

    docs.python.org/3/library/enum.html#enum.auto
    """
    bases, kinds = members.mro(class_), {*OF_AUTO}
    kinds &= {getattr(base, "dotted", "") for base in bases}
    own, number = members.in_class(class_, "_generate_next_value_"), 0
    is_mixed = any(getattr(base, "dotted", "").startswith("builtins.") for base in bases)
    for statement in class_.node.body:
        name = getattr(statement.targets[0], "id", "") if statement.__class__ is ast.Assign else ""
        value = class_.names.get(name)
        if name and value.__class__ is Const and value.value.__class__ is int:
            number = value.value
        elif name and statement.value.__class__ is ast.Call and getattr(site.analysis.evaluate(
                statement.value.func, site.frame), "dotted", "") == "enum.auto":
            number += 1
            if own.__class__ is Function:
                class_.names[name] = site.analysis.call(own, Arguments([Const(name), Const(1), UNKNOWN, UNKNOWN]), site)
            elif len(kinds) == 1 and not is_mixed:
                class_.names[name] = Const(name.lower() if "enum.StrEnum" in kinds else number)


def of_value(value, name, analysis):
    """The object of an Enum's member that is handled as its text, if it has an attribute of that name; else None."""
    member = analysis.members.get(id(value)) if analysis.members else None
    return member if member and (name in member.names and name != "value" or members.in_class(
        member.class_, name).__class__ is Function) else None


def note_lookup(key, names, possible, site):
    """Note a lookup of a part of the event in a mapping, or in the members of an Enum, that lacks a text which the part
    may have, and one of a part of JSON, which another lambda may have written: TABLE[message["kind"].upper()].

    names     the keys of the mapping, or the names of the Enum's members
    possible  the texts of the part, by the enum of its schema
    """
    missing = [text for text in possible if text not in names]
    if missing:
        site.note("no-enum-key", key=missing[0], path=list(key.path), has=[*map(str, names)],
                  nested=bool(site.analysis.branches), always=False)
    detail = key.detail if key.__class__ is Unknown and key.detail else {}
    path = key.path if key.__class__ is Shaped and key.shape["is"] == "parsed" else detail.get("part of")
    if key.__class__ is Row and len(key.path) == 1 and key.path != ("*",) and not (key.part or key.key):
        site.note("looks-up-row", key=key.path[0], path=["row", key.call["line"], *key.path], call=key.call,
                  has=[*map(str, names)], **site.analysis.certainty())
    if path:
        site.note("looks-up", key=detail.get("case", ""), path=list(path), has=[*map(str, names)],
                  **site.analysis.certainty())


def listed(class_, name):
    """The member of a name of an Enum, or one of all; None if the class is no Enum, or has no members."""
    every = {key: value for key, value in class_.names.items() if value.__class__ not in (Function, Class)
             and not key.startswith("_")} if class_.enum else {}
    return every[name] if name in every else values.union(every.values()) if every else None


def called(class_, arguments, site):
    """The member of an Enum that a call of it returns, T("a"), or one of all; as of listed()"""
    text = texts.text(arguments.get(0))
    name = next((key for key, value in class_.names.items() if text is not None and texts.text(value) == text), None)
    missing = members.in_class(class_, "_missing_") if class_.enum and name is None else None
    if missing.__class__ is Function:  # Python calls it with a value that no member has
        site.analysis.call(members.bound_to(missing, class_), arguments, site)
    return listed(class_, name)


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
