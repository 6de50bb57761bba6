"""Classes of the app that inherit from a class outside the app: its methods have the object, and read attributes."""
import functools
import importlib
import sys
import types
import typing

from interpreter import values
from interpreter.values import Class, Partial

# Bases that use no attribute of an object but those that they define themselves
KEEPING = ("builtins.", "typing.", "typing_extensions.", "abc.", "enum.", "dataclasses.", "collections.", "types.",
           "contextlib.", "numbers.", "pydantic.", "attr.", "attrs.", "marshmallow.", "pydantic_settings.")


def is_of_python(dotted):
    """Whether a dotted name is one of Python's library."""
    return dotted.partition(".")[0] in sys.stdlib_module_names or dotted.startswith("builtins.")


def of(class_):
    """{dotted name, "" if it is not known} of the classes outside the app from which a class inherits."""
    result, seen, waiting = set(), set(), [class_]
    while waiting:
        current = waiting.pop()
        if current.__class__ is Class and current.foreign is not None:
            result |= current.foreign
        elif current.__class__ is Class and id(current) not in seen:
            seen.add(id(current))
            waiting += current.bases
        elif current.__class__ not in (Class, Partial) and not getattr(current, "dotted", "").startswith(KEEPING):
            result.add(getattr(current, "dotted", ""))
    if class_.__class__ is Class:
        class_.foreign = result
    return result


def attributes(instance, bases):
    """[value] of the attributes of an object that its classes outside the app may read. bases: as of of()"""
    names = dict(instance.names)
    waiting = [instance.class_]
    while waiting:
        current = waiting.pop()
        if current.__class__ is Class:
            names = {**{name: value for name, value in current.names.items()
                        if value.__class__ is not values.Function}, **names}
            waiting += current.bases
    return [value for name, value in names.items() if any(_reads(base, name) for base in bases)]


def _reads(base, name):
    """Whether a class outside the app may read an attribute: one of Python's library, if its code has the name."""
    return not base or not is_of_python(base) or name in _names(base)


@functools.cache
def _names(base):
    """{name} in the code of a class of Python's library, and of the modules of all classes from which it inherits."""
    module, _dot, name = base.rpartition(".")
    try:
        class_ = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError):
        return set()
    results: set[str] = set()
    waiting: list[typing.Any] = [vars(sys.modules[entry.__module__]) for entry in getattr(class_, "__mro__", ())]
    while waiting:
        current = waiting.pop()
        if isinstance(current, types.CodeType):
            results |= {*current.co_names, *(part for part in current.co_consts if isinstance(part, str))}
            waiting += [part for part in current.co_consts if isinstance(part, types.CodeType)]
        else:
            for value in current.values():
                code = getattr(getattr(value, "fget", getattr(value, "__func__", value)), "__code__", None)
                waiting += [code] if code else [vars(value)] if isinstance(value, type) and "." not in getattr(
                    value, "__qualname__", "") and value.__module__ == current.get("__name__") else []
    return results
