"""The layers of a function: Lambda allows five, so six or more are merged into one."""
import hashlib

from aws.app import AppModel
from kit import names

MOST = 5  # of one function: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html


def attached(layers: list[str]) -> list[str]:
    """The layers attached to a function that names these layers: themselves, or one that holds them all.

    ["a", "b"] -> ["a", "b"]; for six or more: ["merged-1f2e3d4c"]
    """
    return list(layers) if len(layers) <= MOST else [merged(layers)]


def merged(layers: list[str]) -> str:
    """The name of the one layer for a set of layers, in any order."""
    return f"merged-{hashlib.sha256(' '.join(sorted(layers)).encode()).hexdigest()[:8]}"


def members(app: AppModel) -> dict[str, list[str]]:
    """{name as attached: [names of the layers in it]} of all layers that the lambdas of app.json use."""
    sets = [lambda_["infra"].get("layers", []) for lambda_ in app["lambdas"].values()]
    return {name: sorted(layers) if len(layers) > MOST else [name] for layers in sets for name in attached(layers)}


def parameters(app: AppModel) -> set[str]:
    """The template's parameters for all layers that the lambdas use: {"PyyamlLayer"}"""
    return {names.layer_parameter(name) for name in members(app)}
