"""Which layers a function is given: five at most, so that six or more are laid together as one."""
import hashlib

from kit import names

MOST = 5  # of one function: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html


def laid(layers):
    """What a function is given for the layers it names: themselves, or one that holds them all.

    ["a", "b"] -> ["a", "b"]; of six or more, all as one: ["merged-1f2e3d4c"]
    """
    return list(layers) if len(layers) <= MOST else [merged(layers)]


def merged(layers):
    """The name of the one layer that stands for a set of them, in whatever order they are said."""
    return f"merged-{hashlib.sha256(' '.join(sorted(layers)).encode()).hexdigest()[:8]}"


def wanted(app):
    """{name as laid: [names of the layers in it]} of everything that the lambdas of app.json ask for."""
    sets = [lambda_["infra"].get("layers", []) for lambda_ in app["lambdas"].values()]
    return {one: sorted(said) if len(said) > MOST else [one] for said in sets for one in laid(said)}


def parameters(app):
    """The template's parameters for all that the lambdas ask for: {"PyyamlLayer"}"""
    return {names.layer_parameter(name) for name in wanted(app)}
