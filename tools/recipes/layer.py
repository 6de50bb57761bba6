"""layers: folders of layers/ whose packages the lambda may import.

    infra:
      layers:
      - pyyaml

Lambda allows five layers of a function, so six or more are merged into one.
"""
import hashlib

from aws import cfn
from aws.app import AppModel
from kit import names
from kit.problems import KeyProblem

MOST = 5  # of one function: docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
SCHEMA = {
    "title": "layers",
    "description": "Names of folders in `layers/`, which `make layer` makes: their packages can be imported.",
    "type": "array",
    "items": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$",
              "description": "the name of a folder in layers/: letters, digits, ., _ and -, 100 at most"},
    "default": [],
    "examples": [["pyyaml"]],
}


def problems(block: list[str]) -> list[KeyProblem]:
    """[(key, message, hint)] of layers that the list has twice."""
    return [(str(at), f"layer {name!r} is there twice", "write it once")
            for at, name in enumerate(block) if name in block[:at]]


def normal(block: list[str]) -> list[str]:
    """A copy of the list, in its order: Lambda unpacks the first layer first."""
    return list(block)


def references(block: list[str]) -> list[dict]:
    """[Ref]: the function's Layers; of six or more layers one that holds them all, as Lambda allows five."""
    return [cfn.ref(names.layer_parameter(name)) for name in attached(block)]


def attached(layers: list[str]) -> list[str]:
    """The layers attached to a function that names these layers: themselves, or one that holds them all.

    ["a", "b"] -> ["a", "b"]; for six or more: ["merged-1f2e3d4c"]
    """
    return list(layers) if len(layers) <= MOST else [merged(layers)]


def merged(layers: list[str]) -> str:
    """The name of the merged layer for a set of layers, in any order."""
    return f"merged-{hashlib.sha256(' '.join(sorted(layers)).encode()).hexdigest()[:8]}"


def members(app: AppModel) -> dict[str, list[str]]:
    """{name as attached: [names of the layers in it]} of all layers that the lambdas of app.json use."""
    sets = [lambda_["infra"].get("layers", []) for lambda_ in app["lambdas"].values()]
    return {name: sorted(layers) if len(layers) > MOST else [name] for layers in sets for name in attached(layers)}


def parameters(app: AppModel) -> set[str]:
    """The template's parameters for all layers that the lambdas use: {"PyyamlLayer"}"""
    return {names.layer_parameter(name) for name in members(app)}
