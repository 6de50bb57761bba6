"""Which of an app's stacks a lambda belongs to, where app.yaml says `stacks: 2` or more."""
import functools
import hashlib


def stacks(app):
    """How many stacks the app's lambdas are spread over: 1 is the app's own, and none is nested in it."""
    return app["settings"].get("stacks", 1)


def place(app, name):
    """The number of a lambda's nested stack, from 1 on; 0 where the app is one stack."""
    return highest(name, stacks(app)) if stacks(app) > 1 else 0


@functools.cache
def highest(name, count):
    """The number whose hash together with the name is the highest of 1..count.

    A new stack so takes lambdas over, and moves none between the others (rendezvous hashing); a lambda that
    moves is made anew, under another name.
    """
    return max(range(1, count + 1), key=lambda number: hashlib.sha256(f"{number} {name}".encode()).digest())
