"""layers: folders of layers/ whose packages the lambda may import.

    infra:
      layers:
      - pyyaml
"""

MOST = 5  # docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
SCHEMA = {
    "title": "layers",
    "description": "Names of folders in `layers/`, five at most: their packages can be imported.",
    "type": "array",
    "items": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]*$"},
    "default": [],
    "examples": [["pyyaml"]],
}


def complaints(block):
    """[(key, message, hint)] of a list of layers: too many, or one said twice."""
    found = [(str(at), f"layer {name!r} is said twice", "say it once")
             for at, name in enumerate(block) if name in block[:at]]
    if len(block) > MOST:
        found.append(("", f"{len(block)} layers are more than a lambda takes",
                      f"Lambda takes {MOST}: put two into one folder of layers/"))
    return found


def normal(block):
    """The names as said: the first layer is laid down first."""
    return list(block)
