"""log: the format, the level and the days of a lambda's log; `log` of app.yaml has the defaults.

    infra:
      log: {level: debug}
"""
from typing import Any

from aws import cfn
from kit import log_settings, stage_settings
from kit.log_settings import Log
from recipes import nothing, stage_conditions

DAYS = 30
CONDITION = "LogDays"  # the names of conditions begin with it
SCHEMA = {**log_settings.SCHEMA, "title": "log", "description":
          "The format, level and days of this lambda's log; absent fields have the values of `log` in app.yaml.",
          "examples": [{"level": "debug"}]}

problems, normal = log_settings.problems, log_settings.normal
properties = nothing.none  # the log group is a resource of its own, see config()
statements = nothing.no_statements  # the role may write to the log group anyway


def config(log: Log, log_id: str) -> dict[str, dict]:
    """{"LoggingConfig": ...} of a function that writes to the log group. Without a format it is Lambda's own, text."""
    levels = {"ApplicationLogLevel": log["level"].upper()} if "level" in log else {}
    return {"LoggingConfig": {"LogGroup": cfn.ref(log_id), **({"LogFormat": {"json": "JSON", "text": "Text"}[
        log["format"]]} if "format" in log else {}), **levels}}


def group(settings, days: int | str | None = None) -> dict:
    """A log group, with the days that its log is kept: those of the app in the stage, or the `days` of one lambda."""
    of_stages = {stage_settings.OTHERS: days} if days else days_by_stage(settings)
    kept = stage_conditions.value(CONDITION, of_stages, retention)
    return cfn.resource("AWS::Logs::LogGroup", {} if kept == retention(log_settings.FOREVER) else {
        "RetentionInDays": kept})


def retention(days: int | str) -> int | dict:
    """The value of RetentionInDays: of a log that is kept forever none."""
    return cfn.ref("AWS::NoValue") if isinstance(days, str) else days


def days_by_stage(settings) -> dict[str, Any]:
    """{stage: how long logs are kept}, "*" being all others."""
    of_all = {"days": settings.get("log", {}).get("days", DAYS)}
    return {stage: log["days"] for stage, log in stage_settings.by_stage(settings, "log", of_all).items()}


def conditions(settings, resources: Any) -> dict[str, dict]:
    """{"LogDays1a2b3c4d": condition} of the days in which stages differ, as far as resources use them. resources: any
    value that has them"""
    declared = stage_conditions.conditions(CONDITION, days_by_stage(settings))
    used = set(cfn.conditions(resources)) if declared else ()
    return {id_: condition for id_, condition in declared.items() if id_ in used}
