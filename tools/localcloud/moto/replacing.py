"""Replaces functions of moto, and fails if they have changed.

moto is pinned, but the pin will change. A function that is missing or has other parameters
stops the start with its name, so that no replacement is without effect.
"""
import functools
import inspect


def replace(owner, name, parameters):
    """A decorator: replaces owner.name, which must have those parameters, by a function.

    The function gets the original as its first argument: `def wait(original, self, timeout)`. A * at the end of the
    parameters ("self, message, *") means any others. Raises RuntimeError if moto differs.
    """
    original = inspect.getattr_static(owner, name, None)
    if not callable(original):
        raise RuntimeError(f"moto has no {owner.__name__}.{name} any more: the local cloud replaces it")
    expected = parameters.replace(" ", "").split(",")
    actual = list(inspect.signature(original).parameters)
    if expected[-1] == "*":
        expected.pop()
        actual = actual[:len(expected)]
    if actual != expected:
        raise RuntimeError(f"moto's {owner.__name__}.{name} takes ({', '.join(actual)}), not ({parameters})")

    def decorator(function):
        @functools.wraps(original)  # its signature stays that of the original
        def replacement(*args, **kwargs):
            return function(original, *args, **kwargs)

        setattr(owner, name, replacement)
        return function

    return decorator
