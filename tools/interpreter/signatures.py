"""The parameters of a function of the app, as code reads them: inspect.signature(f).parameters, f.__annotations__."""
import ast

from interpreter import members, storing, values
from interpreter.analysis import Arguments
from interpreter.sources import every_node
from interpreter.values import UNKNOWN, Class, Const, Dict, External, Function, Instance, List, Partial

EMPTY = "inspect.Parameter.empty"
ANNOTATED = {"typing.Annotated", "typing_extensions.Annotated"}
FIXED = ("fixed",)  # Dict.born of a mapping that no code changes


def note_spread(names, required, arguments, site):
    """Note that the keys of a part of JSON are the arguments of a function: f(**event["detail"])."""
    passed_names = {*names[:len(arguments.positional)], *arguments.keywords}
    for part in arguments.spread if site.node is not None and len(arguments.spread) == 1 else ():
        site.note("spread", path=list(part.path), takes=sorted({*names} - passed_names),
                  needs=sorted({*required} - passed_names), **site.analysis.certainty())


def note_spread_call(function, arguments, site):
    """Note the same of a call of a function of the app."""
    args = function.node.args
    if not args.kwarg and not args.posonlyargs:
        parameters = [entry.arg for entry in (*args.args, *args.kwonlyargs)][function.self is not None:]
        with_default = {*parameters[len(parameters) - len(args.kwonlyargs) - len(args.defaults):]}
        note_spread(parameters, [name for name in parameters if name not in with_default], arguments, site)


def parameters_of(value):
    """(Function, [ast.arg], [ast.arg of keyword-only ones]) of what a call of a value passes; None of other values."""
    if value.__class__ is Class:
        init = members.in_class(value, "__init__")
        return _of_function(init, 1) if init.__class__ is Function else None
    if value.__class__ is Instance:
        call = members.in_class(value.class_, "__call__")
        return _of_function(call, 1) if call.__class__ is Function else None
    if value.__class__ is Partial and (of_inner := parameters_of(value.function)):
        function, positional, keyword_only = of_inner
        unbound = [[part for part in group if part.arg not in value.keywords]
                for group in (positional[len(value.args):], keyword_only)]
        return function, *unbound
    return _of_function(value, int(value.self is not None)) if value.__class__ is Function else None


def _of_function(function, bound):
    """parameters_of() a function, without those that are bound."""
    args = function.node.args
    return function, [*args.posonlyargs, *args.args][bound:], args.kwonlyargs


def _object(of, **names):
    """An object of a class of inspect, with attributes."""
    result = Instance(External(f"inspect.{of}"))
    result.names.update(names)
    return result


def _annotation(function, parameter, analysis):
    """The value of a parameter's annotation: a class; of a text what it names."""
    node = parameter.annotation
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
        node = ast.copy_location(ast.Name(node.value, ast.Load()), node)
    return analysis.evaluate(node, function.frame) if node is not None else External(EMPTY)


def annotated(receiver, key):
    """The object of Annotated[Client, "sqs"], with its type and its __metadata__; None of an item of another value."""
    if getattr(receiver, "dotted", "") not in ANNOTATED or key.__class__ is not List or key.open:
        return None
    return _object("Annotated", __origin__=key.items[0], __metadata__=List(key.items[1:], kind="tuple"))


def _hints(arguments, site):
    """typing.get_type_hints(f): {name: type}, without what Annotated adds, unless include_extras is true."""
    result = _annotations(arguments, site)
    extras = arguments.get(3, "include_extras", Const(False))
    if result.__class__ is not Dict or extras.__class__ is Const and extras.value:
        return result
    if extras.__class__ is not Const:
        return UNKNOWN
    result.items = {name: value.names.get("__origin__", value) if value.__class__ is Instance else value
                    for name, value in result.items.items()}
    return result


def _annotations(arguments, site):
    """inspect.get_annotations(f), f.__annotations__: {name: type}."""
    parameters = parameters_of(arguments.get(0))
    if parameters is None:
        return UNKNOWN
    function, positional, keyword_only = parameters
    result = Dict({part.arg: _annotation(function, part, site.analysis) for part in (*positional, *keyword_only)
                   if part.annotation is not None}, born=FIXED)
    if getattr(function.node, "returns", None) is not None:
        result.items["return"] = UNKNOWN
    return result


def _signature(arguments, site):
    """inspect.signature(f)"""
    parameters = parameters_of(arguments.get(0))
    if parameters is None:
        return UNKNOWN
    function, positional, keyword_only = parameters
    args = function.node.args
    more = [part for part in (args.vararg, args.kwarg) if part]
    return _object("Signature", return_annotation=UNKNOWN, parameters=Dict({part.arg: _object(
        "Parameter", name=Const(part.arg), annotation=_annotation(function, part, site.analysis), default=UNKNOWN,
        kind=UNKNOWN) for part in (*positional, *keyword_only, *more)}, born=FIXED))


def _full_arguments(arguments, site):
    """inspect.getfullargspec(f)"""
    parameters = parameters_of(arguments.get(0))
    if parameters is None:
        return UNKNOWN
    _function, positional, keyword_only = parameters
    return _object("FullArgSpec", args=_names(positional), kwonlyargs=_names(keyword_only), varargs=UNKNOWN,
                   varkw=UNKNOWN, defaults=UNKNOWN, kwonlydefaults=UNKNOWN, annotations=_annotations(arguments, site))


def _names(parameters, kind="list"):
    """The List of the names of parameters."""
    return List([Const(part.arg) for part in parameters], kind=kind)


def attribute(function, name, site):
    """An attribute of a function of the app."""
    if name == "__annotations__":
        return _annotations(Arguments([function]), site)
    if name == "__code__":
        _function, positional, keyword_only = _of_function(function, 0)
        own = {part.id: None for part in every_node(function.node) if isinstance(part, ast.Name)
               and isinstance(part.ctx, ast.Store)}
        locals_ = [Const(name) for name in own if name not in {part.arg for part in (*positional, *keyword_only)}]
        names = [*_names([*positional, *keyword_only]).items, *locals_]
        return _object("CodeType", co_varnames=List(names, kind="tuple"), co_argcount=Const(len(positional)),
                       co_kwonlyargcount=Const(len(keyword_only)))
    return storing.attribute_of_function(function, name, site.analysis) or values.Method(function, name)


FUNCTIONS = {"inspect.signature": _signature, "inspect.getfullargspec": _full_arguments,
             "inspect.Signature.from_callable": _signature, "inspect.get_annotations": _annotations,
             "typing.get_type_hints": _hints, "annotationlib.get_annotations": _annotations}
