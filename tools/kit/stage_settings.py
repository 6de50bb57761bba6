"""`stages:` of app.yaml: which stages are protected.

    stages:
      prod: {protected: true}
      "*": {}                     # of each stage that has no entry of its own
"""
import re
from collections.abc import Iterator
from typing import NotRequired, TypedDict

from kit import alert_settings, schema
from kit.problems import KeyProblem

OTHERS = "*"
LOCAL = "local"
NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,31}")
NAME_HINT = "a letter, then letters, digits and '-', 32 at most"
STAGE: dict = {
    "type": "object",
    "description": "a stage, or `\"*\"` for all stages without an entry of their own",
    "examples": [{"protected": True}],
    "properties": {
        "protected": {"type": "boolean", "default": False, "examples": [True],
                      "description": "every deploy goes through CloudFormation, and `make delete` asks for the stage's "
                                     "name; `yes=1` is not enough (docs/aws.md#stages)"},
        "alerts": alert_settings.OF_STAGE},
    "additionalProperties": False,
}
SCHEMA: dict = {
    "type": "object",
    "description": "what is special about stages on AWS (docs/aws.md#stages)",
    "additionalProperties": STAGE,
    "examples": [{"prod": {"protected": True}}],
}


class StageSettings(TypedDict):
    """An entry of `stages` with its defaults."""

    protected: NotRequired[bool]
    alerts: NotRequired[alert_settings.Recipients]


def problems(stages) -> Iterator[KeyProblem]:
    """(dotted key, message, hint) of keys that are no stage on AWS; nothing of values that SCHEMA rejects."""
    for name, entry in stages.items() if isinstance(stages, dict) else ():
        if isinstance(entry, dict) and "alerts" in entry:
            yield from alert_settings.problems(entry["alerts"], f"stages.{name}.alerts")
        if name == OTHERS:
            continue
        if not NAME.fullmatch(name):
            yield f"stages.{name}", f"stages: {name!r} is not a valid stage", f"{NAME_HINT}; or \"*\" for all others"
        elif name.lower() == LOCAL:
            yield (f"stages.{name}", f"stages: {name!r} is the local cloud, to which none of these settings applies",
                   "write a stage on AWS, such as prod")


def normal(app: str, stages: dict) -> dict[str, StageSettings]:
    """`stages` with the defaults of each entry, also of one without a value (`dev:`). app: the app's name"""
    full = {name: schema.filled(STAGE, entry) for name, entry in stages.items()}
    return {name: {**entry, **({"alerts": alert_settings.normal(app, entry["alerts"])} if "alerts" in entry else {})}
            for name, entry in full.items()}


def of(stages: dict[str, StageSettings], stage: str) -> StageSettings:
    """The entry of a stage, or else of "*"; {} of the local cloud and without either."""
    return {} if stage == LOCAL else stages.get(stage, stages.get(OTHERS, {}))
