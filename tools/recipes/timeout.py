"""timeout: the seconds after which Lambda ends an invocation.

    infra:
      timeout: long
"""

SECONDS = {"default": 5, "medium": 15, "long": 30}
SCHEMA = {
    "title": "timeout",
    "description": "Longest invocation: `default` (5 seconds), `medium` (15), `long` (30), or a number of seconds. "
                   "API Gateway ends a request to an endpoint after 29 seconds, whatever the timeout.",
    "anyOf": [{"type": "string", "enum": sorted(SECONDS)},
              {"type": "integer", "minimum": 1, "maximum": 900}],
    "default": "default",
    "examples": ["long", 120],
}


def problems(block):
    """None beyond the schema."""
    return []


def normal(block):
    """The timeout in seconds: "medium" -> 15, 120 -> 120."""
    return SECONDS.get(block, block)
