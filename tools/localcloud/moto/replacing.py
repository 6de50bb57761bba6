"""How moto is changed from outside: one named function for another, and never in silence.

moto is pinned, but a pin is moved one day. A function that is gone or has other parameters
stops the start with its name, instead of being a patch that no longer does anything.
"""
import functools
import inspect


def replace(owner, name, parameters):
    """A decorator: puts a function in the place of owner.name, which must have those parameters.

    The new function gets the old one first: `def wait(original, self, timeout)`. A * among the
    parameters ("self, message, *") stands for any more. Raises RuntimeError if moto differs.
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
        @functools.wraps(original)  # so that it still looks like the original to the next who asks
        def replacement(*args, **kwargs):
            return function(original, *args, **kwargs)

        setattr(owner, name, replacement)
        return function

    return decorator
