"""What decorators make of a function."""
import ast

from interpreter import dispatching, escaping, frameworks, members, values
from interpreter.analysis import Arguments, Site
from interpreter.values import Any, Class, Function, Instance, Partial

# Decorators that do not change a function.
HARMLESS = {"functools.lru_cache", "functools.cache", "functools.wraps", "staticmethod", "classmethod", "property",
            "cached_property", "functools.cached_property", "builtins.staticmethod", "builtins.classmethod",
            "builtins.property", "abc.abstractmethod", "dataclasses.dataclass", "typing.overload",
            "contextlib.contextmanager", "contextlib.asynccontextmanager", "typing.no_type_check"}
OF_APP = (Function, Instance, Partial, Any)  # what a decorator of the app makes of a function


def decorated(function, decorator, node, frame, analysis):
    """The result of a decorator; an unknown one is assumed not to change the calls of the function. node: of its def"""
    value, site = analysis.evaluate(decorator, frame), Site(decorator, frame, analysis)
    if function.__class__ in OF_APP and all(map(_is_of_app, values.options(value))):
        wrapped = analysis.call(value, Arguments([function]), site)
        if all(option.__class__ in OF_APP for option in values.options(wrapped)):
            return wrapped
    if dispatching.is_register(value):
        return analysis.call(value, Arguments([function]), site)
    if getattr(value, "dotted", "") in dispatching.DECORATORS and function.__class__ is Function:
        return dispatching.dispatcher([function])
    decorator_name = decorator.func if isinstance(decorator, ast.Call) else decorator
    origin = analysis.evaluate(decorator_name, frame)
    if frameworks.is_route(origin):
        analysis.routes.append(function)
    elif frameworks.is_hook(origin):
        analysis.routes.insert(0, function)
    if frameworks.is_event(origin) and function.__class__ is Function:
        function.node.is_handler = True
    harmless = is_harmless(origin) or is_harmless(value) or frameworks.is_transparent(origin, decorator) \
        or isinstance(decorator_name, ast.Attribute) and decorator_name.attr in ("setter", "getter")
    if not harmless and function.__class__ is Function:
        analysis.undecipherable.update((id(function.node), id(node)))
    if not harmless and (function.__class__ is not Function or frame.fn is not None):
        escaping.note([function], analysis)  # functions of a module are followed anyway, see uncalled.py
    return function


def decorated_class(class_, decorators, frame, analysis):
    """The result of a class's decorators, [(node, value)]: another class, a function, an object, or the class itself,
    which is then a value of the frame under a name that code cannot have."""
    result = class_
    for decorator, value in reversed(decorators):  # it may register the class
        if all(map(_is_of_app, values.options(value))):
            wrapped = analysis.call(value, Arguments([result]), Site(decorator, frame, analysis))
            if all(option.__class__ in (Class, *OF_APP) for option in values.options(wrapped)):
                result = wrapped
    if result is not class_:
        frame.names[f"{class_.node.name}.class"] = class_
    return result


def _is_of_app(value):
    """Whether a decorator is a function or a class of the app, or an object of one that can be called."""
    if value.__class__ is Partial:
        return _is_of_app(value.function)
    return value.__class__ in (Function, Class) or value.__class__ is Instance and value.class_.__class__ is Class \
        and members.in_class(value.class_, "__call__") is not None


def is_harmless(origin):
    """Whether a decorator is one that does not change a function or class."""
    return origin.__class__ is values.External and origin.dotted in HARMLESS
