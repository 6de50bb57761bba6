"""Parameters that FastAPI fills in with what a function returns, or with an object of a class: Depends(connection).

    def item(id: str, table=Depends(connection)): ...
    def item(id: str, table: Annotated[Table, Depends(connection)]): ...
    def item(id: str, table: Connected): ...        # Connected = Annotated[Table, Depends(connection)]

fastapi.tiangolo.com/tutorial/dependencies/
"""
import ast

from interpreter import escaping, functions, importing, members
from interpreter.analysis import Arguments, Site
from interpreter.frames import is_generator
from interpreter.values import Class, External, Function, Instance, List, Module, Value

MAKERS = {f"fastapi.{module}{name}" for module in ("", "params.", "param_functions.")
          for name in ("Depends", "Security")}
REQUESTS = ("fastapi.Request", "starlette.requests.Request", "fastapi.requests.Request")
DEEPEST = 6  # dependencies of dependencies


def parameters(function, site, deep=0):
    """{parameter: value} of a function's parameters that are filled in so."""
    arguments = getattr(getattr(function, "node", None), "args", None)
    if arguments is None or deep > DEEPEST:
        return {}
    placed = [*arguments.posonlyargs, *arguments.args]
    defaults = dict(zip((entry.arg for entry in reversed(placed)), reversed(arguments.defaults)))
    defaults.update(zip((entry.arg for entry in arguments.kwonlyargs), arguments.kw_defaults))
    result: dict[str, Value] = {}
    for entry in (*placed, *arguments.kwonlyargs):
        annotation, frame = _resolved(entry.annotation, function.frame, site.analysis)
        if isinstance(annotation, (ast.Name, ast.Attribute)) and getattr(
                site.analysis.evaluate(annotation, frame), "dotted", "") in REQUESTS:
            result[entry.arg] = External("fastapi.Request()")
        type_, *annotations = _annotated(annotation)
        for call, of in [(defaults.get(entry.arg), function.frame), *((part, frame) for part in annotations)]:
            if isinstance(call, ast.Call) and _is_maker(site.analysis.evaluate(call.func, of)):
                target = next(iter(call.args), None) or next(
                    (keyword.value for keyword in call.keywords if keyword.arg == "dependency"), type_)
                if target is not None:
                    result[entry.arg] = _provided(site.analysis.evaluate(target, of), site, deep)
    return result


def note_call(dependency, analysis):
    """Note that FastAPI calls a function or class with these parameters, and not with any others."""
    analysis.called.add(escaping.key_of(dependency))


def follow_lifespan(called, arguments, site):
    """Follow the function of FastAPI(lifespan=function), which gets the app and keeps objects in its state."""
    lifespan = arguments.keywords.get("lifespan")
    if called == "fastapi.FastAPI" and lifespan.__class__ is Function:
        site.analysis.call(lifespan, Arguments([External("fastapi.FastAPI()")]), Site(None, site.frame, site.analysis))


def is_followed(called, value):
    """Whether a function gets its parameters where a route needs what it returns: a module's function in
    Depends(function). Without such a route it is followed as any function that the code mentions.

    called  the dotted name of Depends
    """
    return called in MAKERS and value.__class__ is Function and value.node in value.frame.module.tree.body


def _resolved(annotation, frame, analysis):
    """(annotation, Frame): the Annotated[...] that a name of a module means, with the module's names; or as passed."""
    name = getattr(annotation, "attr", getattr(annotation, "id", ""))
    module = analysis.evaluate(annotation.value, frame) if isinstance(annotation, ast.Attribute) else frame.module
    node, of = importing.assigned(name, module, analysis) if name and module.__class__ is Module else (None, None)
    return (annotation, frame) if node is None else (node, of)


def _annotated(annotation):
    """[type, further parts] of Annotated[type, Depends(...)]; [annotation] of any other."""
    name = getattr(annotation, "value", None)
    if isinstance(annotation, ast.Subscript) and getattr(name, "attr", getattr(name, "id", "")) == "Annotated":
        return getattr(annotation.slice, "elts", [annotation.slice])
    return [annotation]


def _is_maker(value):
    """Whether a value is FastAPI's Depends, or Security."""
    return value.__class__ is External and value.dotted in MAKERS


def _provided(dependency, site, deep):
    """What a parameter gets: the result of a function, what a generator yields, an object of a class."""
    without_node = Site(None, site.frame, site.analysis)
    note_call(dependency, site.analysis)
    if dependency.__class__ is Class:
        maker = members.in_class(dependency, "__init__")
        own = parameters(maker, site, deep + 1) if maker.__class__ is Function else {}
        return functions.instance(dependency, Arguments([], own, True), without_node)
    if dependency.__class__ is Function:
        value = functions.invoke(dependency, Arguments([], parameters(dependency, site, deep + 1), True), without_node)
        text = site.analysis.sources.text(dependency.frame.module.path)
        return value.items[0] if value.__class__ is List and is_generator(dependency.node, text) else value
    own = members.in_class(dependency.class_, "__call__") if dependency.__class__ is Instance else None
    return site.analysis.call(dependency, Arguments([], parameters(own, site, deep + 1) if own.__class__ is Function
                                                    else {}, True), without_node)
