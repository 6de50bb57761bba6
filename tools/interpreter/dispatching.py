"""functools.singledispatch and singledispatchmethod: which of the registered functions runs is the type's choice."""
from interpreter import values
from interpreter.analysis import Site
from interpreter.values import External, Function, List, Method, Partial

DECORATORS = ("functools.singledispatch", "functools.singledispatchmethod")
CALL, REGISTER = External("functools.singledispatch.call"), External("functools.singledispatch.register")


def dispatcher(function):
    """The value of a function below @singledispatch: a Partial of the list of all functions."""
    return Partial(CALL, [List([function])], {})


def is_dispatcher(value):
    """Whether a value is one of dispatcher()."""
    return value.__class__ is Partial and value.function is CALL


def is_register(value):
    """Whether a value is `f.register` of a dispatcher, or `f.register(str)`: it gets the function to register."""
    return value.__class__ is Method and value.name == "register" and is_dispatcher(value.of) \
        or value.__class__ is Partial and value.function is REGISTER


def bound(value, bind):
    """The dispatcher of a method, with each function bound to an object by bind(function)."""
    return Partial(CALL, [List([bind(function) for function in value.args[0].items])], {})


def registered(dispatcher_, arguments):
    """The result of f.register(str), f.register(str, function) and f.register(function) of a dispatcher."""
    added = [value for value in arguments.every() if value.__class__ is Function]
    dispatcher_.args[0].items += added
    return added[0] if added else Partial(REGISTER, [dispatcher_], {})


def _register(arguments, _site):
    """The call of f.register(str) with a function."""
    return registered(arguments.positional[0], arguments)


def _call(arguments, site):
    """A call of a dispatcher: of each of its functions, all with these arguments."""
    functions, *placed = arguments.positional
    own = Site(None, site.frame, site.analysis) if len(functions.items) > 1 else site
    return values.union([site.analysis.call(function, arguments._replace(positional=placed), own)
                         for function in functions.items])


FUNCTIONS = {CALL.dotted: _call, REGISTER.dotted: _register}
