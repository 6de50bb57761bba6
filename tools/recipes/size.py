"""size: the memory of the lambda, in MB; its CPU is proportional.

    infra:
      size: medium
"""

MB = {"default": 512, "medium": 1024, "large": 2048}
SCHEMA = {
    "title": "size",
    "description": "Memory: `default` (512 MB), `medium` (1024), `large` (2048), or a number of MB. "
                   "A lambda with more memory gets more CPU too.",
    "anyOf": [{"type": "string", "enum": sorted(MB)},
              {"type": "integer", "minimum": 128, "maximum": 10240}],
    "default": "default",
    "examples": ["medium", 3008],
}


def problems(block):
    """None beyond the schema."""
    return []


def normal(block):
    """The size in MB: "medium" -> 1024, 3008 -> 3008."""
    return MB.get(block, block)
