"""layers: folders of layers/ whose packages the lambda may import.

    infra:
      layers:
      - pyyaml
"""
from aws import cfn
from kit import names
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


def complaints(block):
    """[(key, message, hint)] of a list of layers: one said twice."""
    return [(str(at), f"layer {name!r} is said twice", "say it once")
            for at, name in enumerate(block) if name in block[:at]]


def normal(block):
    """The names as said: the first layer is laid down first."""
    return list(block)


def references(block):
    """What the function is given: of six or more layers one that holds them all, as Lambda takes five."""
    return [cfn.ref(names.layer_parameter(name)) for name in layer_sets.laid(block)]
