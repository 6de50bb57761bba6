"""Functions and classes of the app: defining them, and going into them when they are called."""
import ast

from interpreter import doubts, values
from interpreter.run import DEEPEST_CALL, Frame, own_nodes
from interpreter.values import NONE, TEXT, UNKNOWN, Class, Const, Dict, Function, Instance, List, Unknown

# Decorators that leave a function what it is.
HARMLESS = {"functools.lru_cache", "functools.cache", "functools.wraps", "staticmethod", "classmethod", "property",
            "cached_property", "functools.cached_property", "builtins.staticmethod", "builtins.classmethod",
            "builtins.property", "abc.abstractmethod", "dataclasses.dataclass", "typing.overload",
            "contextlib.contextmanager", "typing.no_type_check"}


def define_function(node, frame, run):
    """The value of a def: the function, or what decorators of the app make of it."""
    from interpreter.expressions import evaluate
    defaults = [evaluate(one, frame, run) for one in node.args.defaults]
    defaults += [evaluate(one, frame, run) if one is not None else None for one in node.args.kw_defaults]
    made = Function(node, frame, defaults)
    run.defined(made)
    for decorator in reversed(node.decorator_list):
        made = _decorated(made, decorator, frame, run)
    return made


def _decorated(made, decorator, frame, run):
    """What a decorator makes of a function; one that we cannot see into leaves its calls as they are."""
    from interpreter.expressions import evaluate
    value = evaluate(decorator, frame, run)
    if value.__class__ is Function and made.__class__ is Function:
        wrapped = invoke(value, [made], {}, decorator, frame, run)
        if wrapped.__class__ is Function:
            return wrapped
    named = decorator.func if isinstance(decorator, ast.Call) else decorator
    known = evaluate(named, frame, run)
    if not (known.__class__ is values.External and known.dotted in HARMLESS or isinstance(named, ast.Attribute)
            and named.attr in ("setter", "getter")) and made.__class__ is Function:
        run.opaque.add(id(made.node))
    return made


def define_class(node, frame, run):
    """The value of a class statement: its body is run in a frame of its own."""
    from interpreter.expressions import evaluate
    from interpreter.statements import follow
    inner = Frame(frame.module, frame, frame.fn)
    bases = [evaluate(base, frame, run) for base in node.bases]
    for keyword in node.keywords:
        evaluate(keyword.value, frame, run)
    for decorator in node.decorator_list:
        evaluate(decorator, frame, run)
    follow(node.body, inner, run)
    made = Class(node, inner.names, bases, frame)
    run.defined(made)
    for value in inner.names.values():
        if value.__class__ is Function and value.owner is None:
            value.owner = made
            value.frame = frame  # names of a class's body are not seen from its methods
    return made


def bound(function, made_of, held):
    """A function of a class as an object has it: bound to the object, to its class, or to nothing."""
    said = getattr(function.node, "decorator_list", [])
    decorators = {getattr(one, "id", getattr(one, "attr", "")) for one in said}
    if "staticmethod" in decorators:
        return function
    to = made_of if "classmethod" in decorators else held
    return Function(function.node, function.frame, function.defaults, function.owner, to)


def instance(made_of, args, named, node, frame, run, rest=False):
    """An object: __init__ is called, or the fields of a dataclass are filled."""
    from interpreter import attributes
    held = Instance(made_of)
    start = attributes.in_class(made_of, "__init__")
    if start.__class__ is Function:
        start = Function(start.node, start.frame, start.defaults, start.owner, held)
        invoke(start, args, named, node, frame, run, rest)
    elif any("dataclass" in ast.unparse(one) for one in made_of.node.decorator_list):
        fields = [one.target.id for one in made_of.node.body
                  if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)]
        held.names.update(zip(fields, args))
        held.names.update({key: value for key, value in named.items() if key in fields})
    return held


def invoke(function, args, named, node, frame, run, rest=False):
    """The value that a call of a function of the app gives.

    args, named  the values given; `rest`: others too (*args, **named of unknown length)
    A function that is being called already, or too deep a call, is unknown.
    """
    code = function.node
    run.called.add(id(code))
    if len(run.stack) >= DEEPEST_CALL or any(one is code for one in run.stack):
        run.cut_short(function, args, named, node, frame)
        return UNKNOWN
    inner = Frame(function.frame.module, function.frame, code, (node, frame) if node is not None else None)
    given = [function.self, *args] if function.self is not None else list(args)
    complaint = bind_arguments(function, given, named, inner, rest)
    if complaint and node is not None and id(code) not in run.opaque and not rest:
        run.note("arguments", frame, node, function=getattr(code, "name", "lambda"), complaint=complaint)
    run.stack.append(code)
    kept = doubts.entered(run, node is None)  # without a node, what we do not see may call it
    caller, run.tries, run.testing = (run.tries, run.testing, run.outer_tries), 0, 0
    run.outer_tries = bool(run.outer_tries or run.expects)
    value = _body_value(code, inner, run)
    run.tries, run.testing, run.outer_tries = caller
    doubts.left(run, kept)
    run.stack.pop()
    return value


def _body_value(code, inner, run):
    """Follow a function's body; what it returns, one of all returns."""
    from interpreter.expressions import evaluate
    from interpreter.statements import follow
    if isinstance(code, ast.Lambda):
        return evaluate(code.body, inner, run)
    ended = follow(code.body, inner, run)
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
