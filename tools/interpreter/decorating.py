"""What decorators make of a function."""
import ast

from interpreter import dispatching, frameworks, members, values
from interpreter.analysis import Arguments, Site
from interpreter.values import Class, Function, Instance

# Decorators that do not change a function.
HARMLESS = {"functools.lru_cache", "functools.cache", "functools.wraps", "staticmethod", "classmethod", "property",
            "cached_property", "functools.cached_property", "builtins.staticmethod", "builtins.classmethod",
            "builtins.property", "abc.abstractmethod", "dataclasses.dataclass", "typing.overload",
            "contextlib.contextmanager", "contextlib.asynccontextmanager", "typing.no_type_check"}


def decorated(function, decorator, frame, analysis):
    """The result of a decorator; an unknown one is assumed not to change the calls of the function."""
    value, site = analysis.evaluate(decorator, frame), Site(decorator, frame, analysis)
    if function.__class__ is Function and (value.__class__ is Function or _makes_objects(value)):
        wrapped = analysis.call(value, Arguments([function]), site)
        if wrapped.__class__ is Function or wrapped.__class__ is Instance:
            return wrapped
    if dispatching.is_register(value):
        return analysis.call(value, Arguments([function]), site)
    if getattr(value, "dotted", "") in dispatching.DECORATORS and function.__class__ is Function:
        return dispatching.dispatcher([function])
    decorator_name = decorator.func if isinstance(decorator, ast.Call) else decorator
    origin = analysis.evaluate(decorator_name, frame)
    if frameworks.is_route(origin):
        analysis.routes.append(function)
    if frameworks.is_event(origin) and function.__class__ is Function:
        function.node.is_handler = True
    harmless = is_harmless(origin) or is_harmless(value) or frameworks.is_transparent(origin, decorator) \
        or isinstance(decorator_name, ast.Attribute) and decorator_name.attr in ("setter", "getter")
    if not harmless and function.__class__ is Function:
        analysis.undecipherable.add(id(function.node))
    return function


def _makes_objects(value):
    """Whether a decorator is a class of the app, or an object of one that can be called."""
    return value.__class__ is Class or value.__class__ is Instance and value.class_.__class__ is Class \
        and members.in_class(value.class_, "__call__") is not None


def is_harmless(origin):
    """Whether a decorator is one that does not change a function or class."""
    return origin.__class__ is values.External and origin.dotted in HARMLESS
