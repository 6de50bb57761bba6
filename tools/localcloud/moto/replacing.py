"""Replaces functions of moto, and fails if they have changed.

moto is pinned, but the pin will change. A function that is missing or has other parameters
stops the start with its name, so that no replacement is without effect.
"""
import functools
import inspect

import moto


def replace(owner, name, parameters=()):
    """A decorator: replaces owner.name by a function, which has its parameters after the original.

    `def wait(original, self, timeout)` replaces wait(self, timeout); *args stands for any others. parameters: of
    owner.name, where those of the function differ. Raises RuntimeError if moto differs.
    """
    def decorator(function):
        original = checked(owner, name, parameters or parameters_after(function, 1))
        setattr(owner, name, replacement(original, function))
        return function
    return decorator


def parameters_after(function, count):
    """The names of a function's parameters but the first `count`, without a _ at an end; last "*" for *args."""
    parameters = [*inspect.signature(function).parameters.values()][count:]
    fixed = [parameter.name.strip("_") for parameter in parameters if parameter.kind == parameter.POSITIONAL_OR_KEYWORD]
    return fixed if len(fixed) == len(parameters) else [*fixed, "*"]


def checked(owner, name, expected):
    """moto's function, or property, owner.name. Raises RuntimeError unless it exists with the expected parameters."""
    original = inspect.getattr_static(owner, name, None)
    function = original.fget if isinstance(original, property) else original
    actual = [name.strip("_") for name in inspect.signature(function).parameters] if callable(function) else None
    compared = [name for name in expected if name != "*"]
    if actual is None or compared != (actual if compared == expected else actual[:len(compared)]):
        module = f"{owner.__module__}." if inspect.isclass(owner) else ""
        shown = ", ".join(compared if compared == expected else [*compared, "..."])
        raise RuntimeError(
            f"moto {moto.__version__} does not fit the local cloud: {module}{owner.__name__}.{name} should take "
            f"({shown}) and {'does not exist' if actual is None else f'takes {actual}'}; "
            "install the version that requirements.txt names")
    return original


def replacement(original, function):
    """The function, or the property, that calls function(original, its own arguments)."""
    if isinstance(original, property):
        return property(replacement(original.fget, function))

    @functools.wraps(original)  # its signature stays that of the original
    def replaced(*args, **kwargs):
        return function(original, *args, **kwargs)
    return replaced
