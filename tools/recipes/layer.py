"""layers: folders of layers/ whose packages the lambda may import.

    infra:
      layers:
      - pyyaml
"""
from aws import cfn
from kit import names
from kit.problems import KeyProblem
from recipes import layer_sets

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
    """[(key, message, hint)] of a list of layers: one is there twice."""
    return [(str(at), f"layer {name!r} is there twice", "write it once")
            for at, name in enumerate(block) if name in block[:at]]


def normal(block: list[str]) -> list[str]:
    """The names as written: Lambda unpacks the first layer first."""
    return list(block)


def references(block: list[str]) -> list[dict]:
    """The function's Layers: for six or more one that holds them all, as Lambda allows five."""
    return [cfn.ref(names.layer_parameter(name)) for name in layer_sets.attached(block)]
