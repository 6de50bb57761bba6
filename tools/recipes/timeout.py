"""timeout: how many seconds a call may take before Lambda ends it.

    infra:
      timeout: long
"""

SECONDS = {"default": 5, "medium": 15, "long": 30}
SCHEMA = {
    "title": "timeout",
    "description": "Longest call: `default` (5 seconds), `medium` (15), `long` (30), or a number of seconds. "
                   "A gateway gives up on an endpoint after 29 seconds, whatever is said here.",
    "anyOf": [{"type": "string", "enum": sorted(SECONDS)},
              {"type": "integer", "minimum": 1, "maximum": 900}],
    "default": "default",
    "examples": ["long", 120],
}


def complaints(block):
    """Nothing beyond the schema can be wrong."""
    return []


def normal(block):
    """The timeout in seconds: "medium" -> 15, 120 -> 120."""
    return SECONDS.get(block, block)
