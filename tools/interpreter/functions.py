"""Functions and classes of the app: their definitions, and following their calls."""
import ast

from interpreter import (
    conditions,
    data_types,
    decorating,
    deferral,
    enums,
    escaping,
    generated,
    members,
    metaclasses,
    signatures,
    values,
)
from interpreter.analysis import Arguments, Site
from interpreter.frames import Frame, default_values, is_generator, own_nodes
from interpreter.values import NONE, TEXT, UNKNOWN, Class, Const, Dict, Function, Instance, List, Unknown

DEEPEST_CALL = 14
MOST_CLOSURES = 6  # of one function, each in another frame, that call each other: the wrappers of a decorator
MOST_OBJECTS = 3  # on which a method runs that calls itself on another object: the steps of a pipeline
CHANGING = {"append", "add", "insert", "extend", "update", "setdefault", "pop", "clear", "remove", "discard"}


def define_function(node, frame, analysis):
    """The value of a def: a Function, or what the app's own decorators return for it."""
    defaults = default_values(node.args, frame, analysis)
    for default in defaults:
        if default.__class__ is Dict or default.__class__ is List and default.kind != "tuple":
            default.open = default.open or _changes_parameters(node) and (  # each call gets the same mapping or list
                values.KEYED if default.__class__ is Dict else True)
    function = Function(node, frame, defaults)
    analysis.defined(function)
    for decorator in reversed(node.decorator_list):
        if getattr(decorator, "attr", "") in ("setter", "deleter") and node.name in frame.names:
            frame.names[f"{node.name}.{decorator.attr}"] = function  # the name remains that of the property
            return frame.names[node.name]
        function = decorating.decorated(function, decorator, node, frame, analysis)
    if function.__class__ is Function and function.node is not node:
        function = members.bound_to(function, function.self, node)
    return function


def _changes_parameters(node):
    """Whether a function's body changes one of its parameters: parameter[key] = ..., parameter.append(...)."""
    names = {parameter.arg for parameter in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
    return any(isinstance(part, ast.Subscript) and isinstance(part.ctx, ast.Store) or isinstance(part, ast.Attribute)
               and part.attr in CHANGING for part in own_nodes(node.body)
               if getattr(getattr(part, "value", None), "id", "") in names)


def define_class(node, frame, analysis):
    """The Class of a class statement, or what the app's decorators return. Its body is followed in its own frame."""
    inner_frame = Frame(frame.module, frame, frame.fn)
    bases = [analysis.evaluate(base, frame) for base in node.bases]
    keywords = {keyword.arg: analysis.evaluate(keyword.value, frame) for keyword in node.keywords}
    decorators = [(decorator, analysis.evaluate(decorator, frame)) for decorator in node.decorator_list]
    origins = [analysis.evaluate(decorator.func if isinstance(decorator, ast.Call) else decorator, frame)
               for decorator, _value in decorators]
    analysis.follow(node.body, inner_frame)
    if not all(map(decorating.is_harmless, origins)):  # such a class may be called with other arguments
        analysis.undecipherable |= {id(value.node) for value in inner_frame.names.values()
                                    if value.__class__ is Function}
    class_ = Class(node, inner_frame.names, bases, frame)
    analysis.defined(class_)
    enums.add_members(class_, Site(node, frame, analysis))
    for name, value in inner_frame.names.items():
        members.special(value, "__set_name__", (class_, Const(name)), Site(None, frame, analysis))
        if value.__class__ is Function and value.frame is inner_frame:
            value.owner = class_
            value.frame = frame  # methods do not see the names of the class's body
    metaclass, _spread = keywords.pop("metaclass", None), keywords.pop(None, None)
    hook = members.in_class(Class(node, {}, bases, frame), "__init_subclass__")
    if hook.__class__ is Function:
        invoke(members.bound_to(hook, class_), Arguments([], keywords), Site(node, frame, analysis))
    class_ = metaclasses.defined(class_, metaclass, keywords, Site(node, frame, analysis))
    escaping.note_decorated(class_, origins, analysis)
    return decorating.decorated_class(class_, decorators, frame, analysis)


def instance(class_, arguments, site):
    """The Instance of a class: that of its __new__, if it has one; another one if __new__ returns none."""
    return next((value for value in objects(class_, arguments, site) if value.__class__ is Instance), None) \
        or _initialized(Instance(class_, tuple(site.analysis.branches)), arguments, site)


def objects(class_, arguments, site):
    """[value] that a call of a class may return: an Instance, or what its __new__ returns."""
    maker = members.in_class(class_, "__new__")
    if maker.__class__ is not Function or class_.enum:
        return [_initialized(Instance(class_, tuple(site.analysis.branches)), arguments, site)]
    result = invoke(maker, Arguments([class_, *arguments.positional], arguments.keywords, arguments.more), site)
    return [_initialized(option, arguments, site) if option.__class__ is Instance and option.class_ is class_
            else option for option in values.options(result)]


def _initialized(result, arguments, site):
    """An Instance of a class of the app, after its __init__ was called, or the fields of a dataclass were set."""
    class_ = result.class_
    result.names.update(generated.variables(class_, site.analysis.own))
    initializer = members.in_class(class_, "__init__")
    if initializer.__class__ is Function and ("__init__" in class_.names or not generated.is_dataclass(class_)):
        invoke(members.bound_to(initializer, result), arguments, site)
        return result
    declared = generated.parameters(class_, site.analysis)
    if declared is not None and site.node is not None and (problem := generated.problem(declared, arguments)):
        site.note("arguments", function=class_.node.name, problem=problem)
    if generated.has_fields(class_):
        own = generated.defaults(class_)
        fields = [*(declared or own)]
        result.names.update({name: site.analysis.evaluate(value, class_.frame) for name, value in own.items() if value
                             and class_.names.get(name).__class__ in (Dict, List)})  # each object has its own
        result.names.update(generated.default_values(class_, fields, arguments))
        result.names.update(zip(fields, arguments.positional))
        result.names.update({key: value for key, value in arguments.keywords.items() if key in fields})
        signatures.note_spread(fields, [name for name in fields if name not in class_.names], arguments, site)
        hook = members.in_class(class_, "__post_init__")
        if hook.__class__ is Function:
            passed = [result.names.pop(name, UNKNOWN) for name in generated.only_passed(class_)]
            invoke(members.bound_to(hook, result), Arguments(passed), site)
    elif class_.bases:
        escaping.note_inherited(class_, arguments, site.analysis)
    return result


def invoke(function, arguments, site):
    """The value that a call of a function of the app returns.

    Unknown if calls are nested too deep, or if the function is being called already (recursion); such a call is
    followed once more if it passes functions, objects of boto3 or values of variables that the caller's names do not
    have.
    """
    code, analysis = function.node, site.analysis
    analysis.called.add(id(code))
    same = [around for entry, around in zip(analysis.stack, analysis.around) if entry is code]
    running = _running(function, same) if same else 0
    others = _other_values(arguments, site) if running or len(analysis.stack) >= DEEPEST_CALL else []
    if len(analysis.stack) >= DEEPEST_CALL or running > bool(others):
        analysis.cut_short(function, arguments, site)
        _note_cut(others, site)
        return UNKNOWN
    inner_frame = Frame(function.frame.module, function.frame, code, site if site.node is not None else None)
    positional = [function.self, *arguments.positional] if function.self is not None else list(arguments.positional)
    problem = bind_arguments(function, positional, arguments.keywords, inner_frame, arguments.more, arguments.starred)
    data_types.record_parameters(function, inner_frame, analysis)
    if problem and site.node is not None and id(code) not in analysis.undecipherable and not arguments.more:
        site.note("arguments", function=getattr(code, "name", "lambda"), problem=problem)
    if arguments.spread:
        signatures.note_spread_call(function, arguments, site)
    analysis.enter(code, (function.frame, function.self))
    before = conditions.enter(analysis, site.node is None)  # without a node, unknown code may call it
    caller = analysis.open_tries, analysis.testing, analysis.callers_tries, analysis.wrapper_tries
    analysis.open_tries, analysis.testing, analysis.wrapper_tries = [], 0, conditions.wrapper_tries(code, analysis)
    analysis.callers_tries = bool(analysis.callers_tries or analysis.expected_key_errors)
    value = _body_value(code, inner_frame, analysis)
    analysis.open_tries, analysis.testing, analysis.callers_tries, analysis.wrapper_tries = caller
    conditions.leave(analysis, before)
    analysis.leave()
    if value.__class__ is List and members.decorators(function) & deferral.MANAGERS and any(
            option.__class__ in (Dict, List, Instance) for option in values.options(value.items[0])):
        value.resumed = deferral.resumed(invoke, function, arguments, inner_frame, site)
    return value


def _running(function, same):
    """How often a function runs already: for each object that it is bound to, and each frame that it closes over.

    same  [(frame, object)] of the runs of its code
    """
    most = MOST_CLOSURES if all(self is function.self for _frame, self in same) else MOST_OBJECTS
    return most if len(same) >= most else sum(frame is function.frame and self is function.self for frame, self in same)


def called(function, arguments, site):
    """The value of a call of a function; a coroutine may wait until others have run: see deferral.started()."""
    is_coroutine = function.node.__class__ is ast.AsyncFunctionDef
    return deferral.started(invoke, function, arguments, site) if is_coroutine else invoke(function, arguments, site)


def _other_values(arguments, site):
    """[value] of arguments that are functions, objects of boto3 or variables' values, and that the caller's names do
    not have."""
    passed_on = set(map(id, site.frame.names.values()))
    return [option for value in arguments.every() if id(value) not in passed_on for option in values.options(value)
            if option.__class__ in (values.Aws, Function, values.Partial) or option.__class__ is values.Text and any(
                part.__class__ is tuple and part[0] == "env" for part in option.parts)]


def _note_cut(others, site):
    """Note arguments of a function that is not followed again: the calls that use these values are not known."""
    escaping.note([value for value in others if value.__class__ in (Function, values.Partial)], site.analysis)
    for value in others if site.node is not None else ():
        variables = [part[1] for part in getattr(value, "parts", ()) if part.__class__ is tuple and part[0] == "env"]
        site.note("escaped", service=getattr(value, "service", ""), variables=variables, to="", pure=False)


def _body_value(code, inner_frame, analysis):
    """Follow a function's body -> its value, one of all returns."""
    if isinstance(code, ast.Lambda):
        return analysis.evaluate(code.body, inner_frame)
    ended = analysis.follow(code.body, inner_frame)
    if inner_frame.yields is not None:
        return deferral.generator(inner_frame, analysis)
    if is_generator(code, analysis.sources.text(inner_frame.module.path)):
        return UNKNOWN
    result = [*(value for value, _node in inner_frame.returns), *([] if ended == "out" else [NONE])]
    if not result and id(code) in analysis.undecipherable:
        return UNKNOWN  # a decorator may catch the exception
    return values.union(result) if result else Unknown("never")


def bind_arguments(function, positional, keywords, inner_frame, more, starred=()):
    """Set the parameters of a function in its frame. -> the message of Python's TypeError, "" if the arguments fit

    positional, keywords, more, starred  as of Arguments
    """
    args = function.node.args
    placed = [entry.arg for entry in (*args.posonlyargs, *args.args)]
    count = len(args.defaults)
    defaults = dict(zip(placed[len(placed) - count:], function.defaults[:count]))
    keyword_only = [parameter.arg for parameter in args.kwonlyargs]
    defaults.update((name, entry) for name, entry in zip(keyword_only, function.defaults[count:]) if entry is not None)
    names = inner_frame.names
    names.update(zip(placed, positional))
    over = positional[len(placed):]
    taken = {key: value for key, value in keywords.items() if key in placed or key in keyword_only}
    names.update(taken)
    missing = [name for name in (*placed, *keyword_only) if name not in names and name not in defaults]
    for name in (*placed, *keyword_only):
        if name not in names:
            names[name] = UNKNOWN if more else defaults.get(name, UNKNOWN)
    extra = {key: value for key, value in keywords.items() if key not in taken}
    if args.vararg:
        names[args.vararg.arg] = List([*over, *starred], open_=more, kind="tuple")
    if args.kwarg:
        names[args.kwarg.arg] = Dict(extra, open_=more)
    if over and not args.vararg:
        own = bool(function.self is not None)
        return f"takes {len(placed) - own} arguments, and gets {len(positional) - own}"
    if extra and not args.kwarg:
        return f"has no parameter {sorted(extra)[0]!r}"
    return f"gets no argument {missing[0]!r}" if missing else ""


def as_unknown(kind):
    """A value of which only the type is known. kind: "text", "none" (the value is None), or as of values.Unknown"""
    return TEXT if kind == "text" else Const(None) if kind == "none" else Unknown(kind)
