"""Functions for recipes that create, report or change nothing: `outputs = nothing.none`."""
import copy
from typing import Any


def none(*arguments) -> dict:
    """{}: no resources, or no outputs."""
    return {}


def no_statements(*arguments) -> list:
    """[]: the lambda's role needs no statements."""
    return []


def no_problems(*arguments) -> list:
    """[]: the schema reports each fault of the word, or the scan does."""
    return []


def unchanged(block: Any) -> Any:
    """A copy of a filled block, which is its own normal form."""
    return copy.copy(block)
