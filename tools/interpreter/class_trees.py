"""The classes of the app: which inherit from which, and from classes outside the app; and which are descriptors."""
import ast
import collections
import typing

from interpreter.known_objects import OWN_BASES, base_names
from interpreter.sources import called_name, last_name

# {method of a descriptor: the end of the names that units.py has for such a use of an attribute}
ACCESSORS = {"__get__": "", "__set__": ".setter", "__delete__": ".deleter"}


class Classes(typing.NamedTuple):
    """What is known of the app's classes: as of _children(), _foreign() and _descriptors()."""
    children: dict
    foreign: set
    descriptors: dict


def of_units(every, analysis, dormant):
    """The Classes of all units. dormant: {name} of functions that are not live yet"""
    reads = not ACCESSORS.keys().isdisjoint(dormant)
    children, read = _children(every), _descriptors(every) if reads else {}
    return Classes(children, _foreign(every) | analysis.escaped, {
        name: attributes for name, attributes in read.items() if not children.get(name)})


def _children(every):
    """{name of a class: [ast.ClassDef that inherits from it]}, without those that register their children, by
    __init_subclass__ or a metaclass, and without these children."""
    classes = [class_ for unit in every for class_ in unit.classes]
    registering = {unit.inside.name for unit in every if unit.inside and unit.node.name == "__init_subclass__"} | {
        class_.name for class_ in classes for word in class_.keywords
        if word.arg == "metaclass" and last_name(word.value) != "ABCMeta"}
    for _depth in classes if registering else ():
        registering |= {class_.name for class_ in classes if not registering.isdisjoint(base_names(class_))}
    classes = [class_ for class_ in classes if class_.name not in registering]
    children: dict = {class_.name: [] for class_ in classes}
    for class_ in classes:
        for base in base_names(class_):
            children.get(base, []).append(class_)
    return children


def _foreign(every):
    """{name} of the classes that inherit, directly or not, from a class or a metaclass that is not the app's."""
    bases: dict = {}
    for class_ in (class_ for unit in every for class_ in unit.classes):
        bases.setdefault(class_.name, []).extend([*base_names(class_), *(
            last_name(word.value) for word in class_.keywords
            if word.arg == "metaclass")])
    own, result = {*bases, *OWN_BASES, "ABCMeta", "type"}, set()
    fresh = {name for name in bases if not own.issuperset(bases[name])}
    while fresh:
        result |= fresh
        fresh = {name for name in bases.keys() - result if not fresh.isdisjoint(bases[name])}
    return result


def _descriptors(every):
    """{name of a class: {attribute}} of classes with __get__ or __set__ all of whose objects are attributes of classes:
    Python calls these methods where code uses one of the attributes. every: [Unit]"""
    calls = collections.Counter(called_name(call) for unit in every for call in unit.calls)
    names = collections.defaultdict(list)
    for class_ in (class_ for unit in every for class_ in unit.classes):
        for statement in class_.body:
            if statement.__class__ is ast.Assign and statement.value.__class__ is ast.Call:
                names[called_name(statement.value)] += [getattr(target, "id", "") for target in statement.targets]
    values_ = set().union(*(unit.values | unit.kept for unit in every))
    return {name: {*attributes} for name, attributes in names.items()
            if len(attributes) == calls[name] and name not in values_}


def is_used(unit, attributes, mentioned):
    """Whether code uses an attribute that is a descriptor in the way that its method is for. attributes: its names"""
    more = {"__set__": "setattr", "__delete__": "delattr"}.get(unit.name, "")
    return more in mentioned or any(f"{name}{ACCESSORS[unit.name]}" in mentioned for name in attributes)
