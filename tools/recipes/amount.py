"""The words whose value is an amount: a number, or one of three names for a common number.

    infra:
      size: medium       the memory of the lambda, in MB; its CPU is proportional
      timeout: long      the seconds after which Lambda ends an invocation
"""
from kit.problems import KeyProblem


class Amount:
    """A word as recipes/__init__.py describes it: SCHEMA, problems() and normal().

    amounts  {"default": 512, ...}; least and most are what Lambda accepts
    """

    def __init__(self, title: str, description: str, amounts: dict[str, int], least: int, most: int, examples: list):
        self.amounts = amounts
        self.SCHEMA = {
            "title": title,
            "description": description,
            "anyOf": [{"type": "string", "enum": sorted(amounts)},
                      {"type": "integer", "minimum": least, "maximum": most}],
            "default": "default",
            "examples": examples,
        }

    def problems(self, block: int | str) -> list[KeyProblem]:
        """[]: the schema rejects every invalid value."""
        return []

    def normal(self, block: int | str) -> int:
        """The number of a block: "medium" -> 1024, 3008 -> 3008."""
        return self.amounts[block] if isinstance(block, str) else block


SIZE = Amount(
    "size", "Memory: `default` (512 MB), `medium` (1024), `large` (2048), or a number of MB. "
            "A lambda with more memory gets more CPU too.",
    {"default": 512, "medium": 1024, "large": 2048}, 128, 10240, ["medium", 3008])
TIMEOUT = Amount(
    "timeout", "The longest time of an invocation: `default` (5 seconds), `medium` (15), `long` (30), or a number of "
               "seconds. API Gateway ends a request to an endpoint after 29 seconds, whatever the timeout.",
    {"default": 5, "medium": 15, "long": 30}, 1, 900, ["long", 120])
