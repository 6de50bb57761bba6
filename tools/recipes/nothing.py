"""What a recipe has that makes nothing of a kind: `outputs = nothing.none`."""


def none(*arguments) -> dict:
    """{}: no resources, or no outputs."""
    return {}


def no_statements(*arguments) -> list[dict]:
    """[]: the lambda's role needs no statements."""
    return []
