"""Functions for recipes that create no resources, outputs or statements: `outputs = nothing.none`."""


def none(*arguments) -> dict:
    """{}: no resources, or no outputs."""
    return {}


def no_statements(*arguments) -> list[dict]:
    """[]: the lambda's role needs no statements."""
    return []
