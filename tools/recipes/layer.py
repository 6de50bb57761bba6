"""layers: folders of layers/ whose packages the lambda may import.

    infra:
      layers:
      - pyyaml

Lambda allows five layers of a function, so six or more are merged into one. A layer is built once for the app's runtime
and architecture, and once for each other pair that lambdas have of their own.
"""
import hashlib
from typing import Any, Literal

from aws import cfn
from aws.app import AppModel, AppSettings, Lambda
from kit import names
from kit.problems import KeyProblem

OWN: tuple[Literal["runtime"], Literal["architecture"]] = ("runtime", "architecture")
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


def references(app: AppModel, fn: Lambda) -> list[dict]:
    """[Ref]: the function's Layers; of six or more layers one that holds them all, as Lambda allows five."""
    return [cfn.ref(names.layer_parameter(name)) for name in attached(app, fn)]


def attached(app: AppModel, fn: Lambda) -> list[str]:
    """The layers as a lambda's function has them: each its own, or one that holds them all; with the lambda's Python
    and architecture, if they are not the app's.

    ["a", "b"] -> ["a", "b"] or ["a-python312-x86_64", ...]; six or more: ["merged-1f2e3d4c"]
    """
    layers, target = fn["infra"].get("layers", []), own_target(app, fn)
    return [f"{name}{target}" for name in (layers if len(layers) <= MOST else [merged(layers)])]


def own_target(app: AppModel, fn: Lambda) -> str:
    """"-python312-x86_64" of a lambda whose runtime or architecture is not the app's, else ""."""
    if all(word not in fn["infra"] or fn["infra"][word] == app["settings"][word] for word in OWN):
        return ""
    own = settings_of(app, fn)
    return f"-{own['runtime'].replace('.', '')}-{own['architecture']}"


def settings_of(app: AppModel, fn: Lambda) -> AppSettings:
    """The app's settings as they are for one lambda: with its own runtime and architecture."""
    own: Any = {word: fn["infra"][word] for word in OWN if word in fn["infra"]}
    return {**app["settings"], **own}


def merged(layers: list[str]) -> str:
    """The name of the merged layer for a set of layers, in any order."""
    return f"merged-{hashlib.sha256(' '.join(sorted(layers)).encode()).hexdigest()[:8]}"


def members(app: AppModel) -> dict[str, list[str]]:
    """{name as attached: [names of the layers in it]} of all layers that the lambdas of app.json use."""
    found = {}
    for fn in app["lambdas"].values():
        layers, attached_names = fn["infra"].get("layers", []), attached(app, fn)
        found.update(zip(attached_names, [[name] for name in layers] if len(layers) <= MOST else [sorted(layers)]))
    return found


def settings_by_layer(app: AppModel) -> dict[str, AppSettings]:
    """{name as attached: settings of the lambdas that have it}, of whose runtime and architecture it is built."""
    return {name: settings_of(app, fn) for fn in app["lambdas"].values() for name in attached(app, fn)}


def parameters(app: AppModel) -> set[str]:
    """The template's parameters for all layers that the lambdas use: {"PyyamlLayer"}"""
    return {names.layer_parameter(name) for name in members(app)}
