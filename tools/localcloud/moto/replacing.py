"""Replaces functions of moto, and fails if they have changed.

moto is pinned, but the pin will change. A function that is missing or has other parameters
stops the start with its name, so that no replacement is without effect.
"""
import functools
import inspect

import moto


def replace(owner, name, parameters):
    """A decorator: replaces owner.name, which must have those parameters, by a function.

    The function gets the original as its first argument: `def wait(original, self, timeout)`. A * at the end of the
    parameters ("self, message, *") means any others. Raises RuntimeError if moto differs.
    """
    original = checked(owner, name, parameters)

    def decorator(function):
        setattr(owner, name, replacement(original, function))
        return function
    return decorator


def checked(owner, name, parameters):
    """moto's function, or property, owner.name. Raises RuntimeError unless it exists with those parameters."""
    original = inspect.getattr_static(owner, name, None)
    function = original.fget if isinstance(original, property) else original
    expected = parameters.replace(",", " ").split()
    actual = list(inspect.signature(function).parameters) if callable(function) else None
    compared = expected[:-1] if expected[-1] == "*" else expected
    if actual is None or compared != (actual if compared is expected else actual[:len(compared)]):
        module = f"{owner.__module__}." if inspect.isclass(owner) else ""
        shown = ", ".join(compared if compared is expected else [*compared, "..."])
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
