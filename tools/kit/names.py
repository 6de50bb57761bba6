"""Names made from names. One way only: never take a made name apart to learn something."""
import functools
import hashlib
import re

# What Lambda takes as the name of an environment variable.
VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]+")
VARIABLE_HINT = "a letter, then letters, digits and _, two characters or more"


def logical_id(*parts):
    """CloudFormation id of a resource: ("hello-world", "timer") -> "HelloWorldTimer"."""
    words = re.split(r"[^A-Za-z0-9]+", "-".join(parts))
    return "".join(word[:1].upper() + word[1:] for word in words)


def stack(app, stage):
    """The stack of an app in a stage: ("demo", "dev") -> "demo-dev"."""
    return f"{app}-{stage}"


def prefix(app):
    """What the app's own environment variables begin with: "my-app" -> "MY_APP"."""
    return re.sub(r"[^A-Z0-9]+", "_", app.upper())


def function(stack_, name, place):
    """A lambda's function: ("demo-dev", "orders", 0) -> "demo-dev-orders"; of nested stack 2 "demo-dev-orders--2".

    The place is in it because a lambda that moves to another stack exists twice until the old one is deleted.
    """
    return f"{stack_}-{name}--{place}" if place else f"{stack_}-{name}"


def code_parameter(name):
    """The template's parameter that holds the S3 key of a lambda's zip: "hello" -> "HelloCode"."""
    return logical_id(name, "code")


def layer_parameter(name):
    """The template's parameter that holds the ARN of a layer's version: "pyyaml" -> "PyyamlLayer"."""
    return logical_id(name, "layer")


def value_parameter(variable):
    """The template's parameter of a variable's value: "SLACK_URL" -> "EnvSlackUrl"."""
    return logical_id("env", *variable.lower().split("_"))


def stack_count(app):
    """How many stacks the app's lambdas are spread over: 1 is the app's own, and none is nested in it."""
    return app["settings"].get("stacks", 1)


def stack_number(app, name):
    """The number of a lambda's nested stack, from 1 on; 0 where the app is one stack."""
    return stack_of_hash(name, stack_count(app)) if stack_count(app) > 1 else 0


@functools.cache
def stack_of_hash(name, count):
    """The number whose hash together with the name is the highest of 1..count.

    A new stack so takes lambdas over, and moves none between the others (rendezvous hashing); a lambda that
    moves is made anew, under another name.
    """
    return max(range(1, count + 1), key=lambda number: hashlib.sha256(f"{number} {name}".encode()).digest())
