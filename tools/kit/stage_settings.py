"""`stages:` of app.yaml: which stages are protected, and which expire.

    stages:
      prod: {protected: true}
      "*": {expires: 7 days}      # of each stage that has no entry of its own
"""
import re
from collections.abc import Iterator
from typing import Any, NotRequired, TypedDict

from kit import alert_settings, api_settings, log_settings, schema
from kit.problems import KeyProblem

OTHERS = "*"
LOCAL, AUTO = "local", "auto"
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
        "expires": {"type": "string", "pattern": "^(1 day|([2-9]|[1-9][0-9]{1,3}) days)$", "examples": ["7 days"],
                    "description": "the time after its last deploy when `make stages do=sweep` may delete the stage "
                                   "with its data: 1 day, 7 days"},
        "alerts": alert_settings.OF_STAGE,
        "api": {"type": "object", "description": "what differs in the API of this stage", "examples": [{"limit": {
            "rate": 500, "burst": 1000}}], "properties": {"limit": {
                **api_settings.LIMIT, "description": "the limit of this stage, in place of `api.limit`"}},
                "required": ["limit"], "additionalProperties": False},
        "log": log_settings.OF_STAGE},
    "additionalProperties": False,
}
SCHEMA: dict = {
    "type": "object",
    "description": "what is special about stages on AWS (docs/aws.md#stages)",
    "additionalProperties": STAGE,
    "examples": [{"prod": {"protected": True}, "*": {"expires": "7 days"}}],
}


class StageSettings(TypedDict):
    """An entry of `stages` with its defaults."""

    protected: NotRequired[bool]
    expires: NotRequired[str]  # "7 days"
    alerts: NotRequired[alert_settings.Recipients]
    api: NotRequired[api_settings.ApiSettings]  # only its limit
    log: NotRequired[log_settings.Log]  # only its days


def problems(stages, alerts=None) -> Iterator[KeyProblem]:
    """(dotted key, message, hint) of keys that are no stage on AWS, and of protected stages that expire; nothing of
    values that SCHEMA rejects. alerts: `alerts` for all stages"""
    for name, entry in stages.items() if isinstance(stages, dict) else ():
        if isinstance(entry, dict) and entry.get("protected") is True and "expires" in entry:
            yield f"stages.{name}.expires", f"stages.{name}: a protected stage never expires", "remove one of the two"
        if isinstance(entry, dict) and "alerts" in entry:
            yield from alert_settings.problems(entry["alerts"], f"stages.{name}.alerts", alerts)
        if name == OTHERS:
            continue
        if not NAME.fullmatch(name):
            yield f"stages.{name}", f"stages: {name!r} is not a valid stage", f"{NAME_HINT}; or \"*\" for all others"
        elif name == AUTO:
            yield (f"stages.{name}", "stages: stage=auto is the stage of the git branch", "write \"*\" for all others")
        elif name.lower() == LOCAL:
            yield (f"stages.{name}", f"stages: {name!r} is the local cloud, to which none of these settings applies",
                   "write a stage on AWS, such as prod")


def key_problems(key: str, values: dict, others: str = "") -> Iterator[KeyProblem]:
    """(dotted key, message, hint) of the keys of {stage: value} that cannot be stages. key: of the value in app.yaml;
    others: the end of the hint where "*" may stand for all other stages"""
    for stage in values:
        if isinstance(stage, str) and (not NAME.fullmatch(stage) or stage == AUTO) and not (others and stage == OTHERS):
            yield (f"{key}.{stage}", f"{key}: {stage!r} is not a valid stage",
                   f"{NAME_HINT}: one value for all stages, or one for each, {{dev: ..., prod: ...}}{others}")


def normal(app: str, stages: dict, alerts: alert_settings.Recipients) -> dict[str, StageSettings]:
    """`stages` with the defaults of each entry, also of one without a value (`dev:`).

    app     the app's name
    alerts  the normal form of `alerts` for all stages
    """
    full = {name: schema.filled(STAGE, entry) for name, entry in stages.items()}
    return {name: {**entry, **({"alerts": alert_settings.normal(app, entry["alerts"], alerts)}
                               if "alerts" in entry else {})} for name, entry in full.items()}


def of(stages: dict[str, StageSettings], stage: str) -> StageSettings:
    """The entry of a stage, or else of "*"; {} of the local cloud and without either."""
    return {} if stage == LOCAL else stages.get(stage, stages.get(OTHERS, {}))


def by_stage(settings, word: str, of_all: Any) -> dict[str, Any]:
    """{stage: the value of a word of `stages`}, "*" being all others; of_all: of a stage without one, and of local."""
    stages = settings.get("stages", {})
    if word not in stages.get(OTHERS, {}):
        return {OTHERS: of_all, **{stage: entry[word] for stage, entry in stages.items() if word in entry}}
    return {LOCAL: of_all, **{stage: entry.get(word, of_all) for stage, entry in stages.items()}}


def alerts(settings, stage: str) -> alert_settings.Recipients:
    """`alerts` in a stage: its own, or those for all stages."""
    return of(settings.get("stages", {}), stage).get("alerts", settings.get("alerts", alert_settings.NOBODY))
