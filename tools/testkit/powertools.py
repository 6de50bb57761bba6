"""What Powertools keeps while an environment lives: whether its start was cold, cached parameters, and metrics.

Its modules are imported once for all tests, so that classes are the same in a test and in its lambda.
"""
import sys
from typing import Any

COLD = "is_cold_start"  # of several modules: whether no invocation has used them
KEEPERS = {"utilities.parameters.base": ["DEFAULT_PROVIDERS"],
           "metrics.metrics": [f"Metrics.{part}" for part in (
               "_metrics", "_dimensions", "_metadata", "_default_dimensions")]}


def exchange(state: dict | None) -> dict:
    """Replaces the state of the imported modules; returns the replaced one. None: that of a new environment."""
    replaced: dict = {}
    for name, module in [*sys.modules.items()]:
        if name.startswith("aws_lambda_powertools."):
            if COLD in vars(module):
                replaced[name] = getattr(module, COLD)
                setattr(module, COLD, (state or {}).get(name, True))
            for path in KEEPERS.get(name.partition(".")[2], []):
                keeper: Any = module
                for part in path.split("."):
                    keeper = getattr(keeper, part, {})
                replaced[name, path] = dict(keeper)
                keeper.clear()
                keeper.update((state or {}).get((name, path), {}))
    return replaced
