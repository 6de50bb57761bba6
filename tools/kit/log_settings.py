"""`log:` of app.yaml and of an infra block: the format of a function's log, its level, and for how many days it is
kept.

    log: {format: json, level: info, days: 30}
"""
from typing import Any, NotRequired, TypedDict

from kit.problems import KeyProblem

FOREVER = "forever"
# docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
DAYS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]
# docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
LEVELS = ["trace", "debug", "info", "warn", "error"]  # with Lambda's "fatal" no exception would be in the log
KEPT: dict = {"anyOf": [{"type": "integer", "enum": DAYS}, {"type": "string", "enum": [FOREVER]}], "examples": [90],
              "description": f"how long the log is kept: days, or `{FOREVER}`; without it 30"}
OF_STAGE: dict = {
    "type": "object", "examples": [{"days": 365}], "required": ["days"], "additionalProperties": False,
    "description": "what differs in the logs of this stage",
    "properties": {"days": {**KEPT, "description": f"how long logs are kept in this stage, in place of `log.days`: "
                                                   f"days, or `{FOREVER}`. A lambda's own `days` has precedence"}}}
SCHEMA: dict = {
    "type": "object",
    "description": "the log of a lambda: of all lambdas in app.yaml, and of one in its block",
    "properties": {
        "format": {"type": "string", "enum": ["json", "text"],
                   "description": "json: each line that a logger writes is an object with its level, message and "
                                  "request id, and so are Lambda's own lines"},
        "level": {"type": "string", "enum": LEVELS,
                  "description": "the lowest level that is logged; it implies the format json"},
        "days": KEPT},
    "additionalProperties": False,
    "examples": [{"format": "json", "level": "info", "days": 90}],
}


class Log(TypedDict):
    """`log` in normal form: only what is set."""

    format: NotRequired[str]
    level: NotRequired[str]
    days: NotRequired[int | str]


def problems(log: Any) -> list[KeyProblem]:
    """[(key within `log`, message, hint)] of a level with the format text, and of an empty mapping."""
    if not log and isinstance(log, dict | None):
        return [("", "a log without a field", "e.g. log: {format: json, level: info, days: 90}")]
    if isinstance(log, dict) and log.get("format") == "text" and "level" in log:
        return [("level", "Lambda has no level in the format text", "write format: json, or remove it")]
    return []


def normal(log: dict) -> Log:
    """`log` with the format that a level implies."""
    implied: Any = {"format": "json", **log} if "level" in log else log
    return implied


def merged(of_app: Log, of_lambda: Log) -> Log:
    """The log of a lambda: its own settings, else the app's; the format text has no level."""
    both: Any = {**of_app, **of_lambda}
    without_level: Any = {field: both[field] for field in both if field != "level"}
    return both if both.get("format") == "json" else without_level
