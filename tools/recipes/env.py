"""env: values of the lambda's own, for variables that its code or its packages read.

    infra:
      env:
        LOG_LEVEL: debug

A value here has precedence over app.yaml's and the shell's. It is a text of the template, so no secret belongs here.
The scan makes a variable of kind `text` of each, whose `of` is the value.
"""
from aws.app import AppModel
from kit import names, settings
from kit.problems import KeyProblem
from recipes import nothing

SCHEMA = {
    "title": "env",
    "description": "Values of variables, for this lambda alone: they have precedence over those of `env` in app.yaml "
                   "and of the shell. Write values that differ between stages into app.yaml, and set secrets with "
                   "`make secret`.",
    "type": "object",
    "additionalProperties": {"anyOf": [*settings.TEXT["anyOf"], {"type": "null"}],
                             "description": "a value that differs between stages, or a reference to resources.yaml, "
                                            "belongs in app.yaml, under env"},
    "examples": [{"LOG_LEVEL": "debug", "POWERTOOLS_SERVICE_NAME": "orders"}],
}


def problems(block: dict) -> list[KeyProblem]:
    """[(key, message, hint)] of names that no variable of Lambda can have."""
    return [(name, f"Lambda cannot set a variable {name!r}", names.VARIABLE_HINT)
            for name in block if not names.VARIABLE.fullmatch(name)]


def normal(block: dict) -> dict[str, str]:
    """{variable: text}: {"LIMIT": 3, "DEBUG": True, "ZONE": None} -> {"LIMIT": "3", "DEBUG": "true", "ZONE": ""}."""
    return {name: settings.text_of(value) for name, value in sorted(block.items())}


def value(_app: AppModel, text: str) -> str:
    """The template's value of a variable of kind `text`: the text."""
    return text


properties = nothing.none  # the function has the values among its variables (recipes.environment)
statements = access_statements = nothing.no_statements  # a text names no resource
