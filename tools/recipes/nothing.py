"""What a recipe has that makes nothing of a kind: `outputs = nothing.none`."""


def none(*arguments) -> dict:
    """No resources, or no outputs."""
    return {}


def no_statements(*arguments) -> list[dict]:
    """No statements: the lambda's role needs none for it."""
    return []
