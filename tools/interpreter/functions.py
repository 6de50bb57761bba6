"""Functions and classes of the app: defining them, and going into them when they are called."""
import ast

from interpreter import attributes, conditions, values
from interpreter.analysis import Arguments, Site
from interpreter.frames import Frame, own_nodes
from interpreter.values import NONE, TEXT, UNKNOWN, Class, Const, Dict, Function, Instance, List, Unknown

DEEPEST_CALL = 14
# Decorators that leave a function what it is.
HARMLESS = {"functools.lru_cache", "functools.cache", "functools.wraps", "staticmethod", "classmethod", "property",
            "cached_property", "functools.cached_property", "builtins.staticmethod", "builtins.classmethod",
            "builtins.property", "abc.abstractmethod", "dataclasses.dataclass", "typing.overload",
            "contextlib.contextmanager", "typing.no_type_check"}


def define_function(node, frame, analysis):
    """The value of a def: the function, or what decorators of the app make of it."""
    defaults = [analysis.evaluate(one, frame) for one in node.args.defaults]
    defaults += [analysis.evaluate(one, frame) if one is not None else None for one in node.args.kw_defaults]
    made = Function(node, frame, defaults)
    analysis.defined(made)
    for decorator in reversed(node.decorator_list):
        made = _decorated(made, decorator, frame, analysis)
    return made


def _decorated(made, decorator, frame, analysis):
    """What a decorator makes of a function; one that we cannot see into leaves its calls as they are."""
    value = analysis.evaluate(decorator, frame)
    if value.__class__ is Function and made.__class__ is Function:
        wrapped = invoke(value, Arguments([made], {}), Site(decorator, frame, analysis))
        if wrapped.__class__ is Function:
            return wrapped
    named = decorator.func if isinstance(decorator, ast.Call) else decorator
    known = analysis.evaluate(named, frame)
    if not (known.__class__ is values.External and known.dotted in HARMLESS or isinstance(named, ast.Attribute)
            and named.attr in ("setter", "getter")) and made.__class__ is Function:
        analysis.opaque.add(id(made.node))
    return made


def define_class(node, frame, analysis):
    """The value of a class statement: its body is run in a frame of its own."""
    inner = Frame(frame.module, frame, frame.fn)
    bases = [analysis.evaluate(base, frame) for base in node.bases]
    for keyword in node.keywords:
        analysis.evaluate(keyword.value, frame)
    for decorator in node.decorator_list:
        analysis.evaluate(decorator, frame)
    analysis.follow(node.body, inner)
    made = Class(node, inner.names, bases, frame)
    analysis.defined(made)
    for value in inner.names.values():
        if value.__class__ is Function and value.owner is None:
            value.owner = made
            value.frame = frame  # names of a class's body are not seen from its methods
    return made


def instance(made_of, arguments, site):
    """An object: __init__ is called, or the fields of a dataclass are filled."""
    held = Instance(made_of)
    start = attributes.in_class(made_of, "__init__")
    if start.__class__ is Function:
        start = Function(start.node, start.frame, start.defaults, start.owner, held)
        invoke(start, arguments, site)
    elif any("dataclass" in ast.unparse(one) for one in made_of.node.decorator_list):
        fields = [one.target.id for one in made_of.node.body
                  if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)]
        held.names.update(zip(fields, arguments.positional))
        held.names.update({key: value for key, value in arguments.named.items() if key in fields})
    return held


def invoke(function, arguments, site):
    """The value that a call of a function of the app gives.

    A function that is being called already, or too deep a call, is unknown.
    """
    code, analysis = function.node, site.analysis
    analysis.called.add(id(code))
    if len(analysis.stack) >= DEEPEST_CALL or any(one is code for one in analysis.stack):
        analysis.cut_short(function, arguments, site)
        return UNKNOWN
    inner = Frame(function.frame.module, function.frame, code, site if site.node is not None else None)
    given = [function.self, *arguments.positional] if function.self is not None else list(arguments.positional)
    complaint = bind_arguments(function, given, arguments.named, inner, arguments.more)
    if complaint and site.node is not None and id(code) not in analysis.opaque and not arguments.more:
        site.note("arguments", function=getattr(code, "name", "lambda"), complaint=complaint)
    analysis.stack.append(code)
    kept = conditions.entered(analysis, site.node is None)  # without a node, what we do not see may call it
    caller = analysis.tries, analysis.testing, analysis.outer_tries
    analysis.tries = analysis.testing = 0
    analysis.outer_tries = bool(analysis.outer_tries or analysis.expects)
    value = _body_value(code, inner, analysis)
    analysis.tries, analysis.testing, analysis.outer_tries = caller
    conditions.left(analysis, kept)
    analysis.stack.pop()
    return value


def _body_value(code, inner, analysis):
    """Follow a function's body; what it returns, one of all returns."""
    if isinstance(code, ast.Lambda):
        return analysis.evaluate(code.body, inner)
    ended = analysis.follow(code.body, inner)
    if inner.yields is not None:
        return List([values.one_of(inner.yields)], open_=True)
    if _is_generator(code):
        return UNKNOWN
    found = [value for value, _node in inner.returns]
    if ended != "out":
        found.append(NONE)
    return values.one_of(found) if found else Unknown("never")


def _is_generator(code):
    """Whether a yield stands in a function's body, functions in it apart; found once for each node."""
    if not hasattr(code, "is_generator"):
        code.is_generator = any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in own_nodes(code.body))
    return code.is_generator


def bind_arguments(function, given, named, inner, rest):
    """Give the parameters their values in the inner frame; what Python would complain of, or ""."""
    args = function.node.args
    placed = [one.arg for one in (*args.posonlyargs, *args.args)]
    count = len(args.defaults)
    defaults = dict(zip(placed[len(placed) - count:], function.defaults[:count]))
    keyword_only = [one.arg for one in args.kwonlyargs]
    defaults.update((name, one) for name, one in zip(keyword_only, function.defaults[count:]) if one is not None)
    names = inner.names
    names.update(zip(placed, given))
    over = given[len(placed):]
    taken = {key: value for key, value in named.items() if key in placed or key in keyword_only}
    names.update(taken)
    missing = [name for name in (*placed, *keyword_only) if name not in names and name not in defaults]
    for name in (*placed, *keyword_only):
        if name not in names:
            names[name] = UNKNOWN if rest else defaults.get(name, UNKNOWN)
    extra = {key: value for key, value in named.items() if key not in taken}
    if args.vararg:
        names[args.vararg.arg] = List(over, open_=rest, kind="tuple")
    if args.kwarg:
        names[args.kwarg.arg] = Dict(extra, open_=rest)
    if over and not args.vararg:
        own = bool(function.self is not None)
        return f"takes {len(placed) - own} arguments, and is given {len(given) - own}"
    if extra and not args.kwarg:
        return f"has no parameter {sorted(extra)[0]!r}"
    return f"misses {missing[0]!r}" if missing else ""


def as_unknown(kind):
    """A value of which only the type is known."""
    return TEXT if kind == "text" else Const(None) if kind == "none" else Unknown(kind)
