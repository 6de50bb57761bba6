"""functools.singledispatch and singledispatchmethod: the type of an argument chooses a function."""
from interpreter import values
from interpreter.analysis import Arguments
from interpreter.values import External, Function, List, Method, Partial

DECORATORS = ("functools.singledispatch", "functools.singledispatchmethod")
CALL, REGISTER = External("functools.singledispatch.call"), External("functools.singledispatch.register")


def dispatcher(functions):
    """A value whose call is one of each of the functions."""
    return Partial(CALL, [List(functions)], {})


def is_dispatcher(value):
    """Whether a value is one of dispatcher()."""
    return value.__class__ is Partial and value.function is CALL


def is_register(value):
    """Whether a value is `f.register` of a dispatcher, or `f.register(str)`: it gets the function to register."""
    return value.__class__ is Method and value.name == "register" and is_dispatcher(value.of) \
        or value.__class__ is Partial and value.function is REGISTER


def registered(dispatcher_, arguments):
    """The result of f.register(str), f.register(str, function) and f.register(function) of a dispatcher."""
    added = [value for value in arguments.every() if value.__class__ is Function]
    dispatcher_.args[0].items += added
    return added[0] if added else Partial(REGISTER, [dispatcher_], {})


def _call(arguments, site):
    """A call of a dispatcher: of each of its functions, all with these arguments."""
    functions, *placed = arguments.positional
    own = site.without_node() if len(functions.items) > 1 else site
    more = Arguments(placed, arguments.keywords, arguments.more, arguments.spread, arguments.choices)
    return values.union([site.analysis.call(function, more, own) for function in functions.items])


FUNCTIONS = {CALL.dotted: _call,
             REGISTER.dotted: lambda arguments, _site: registered(arguments.positional[0], arguments)}
