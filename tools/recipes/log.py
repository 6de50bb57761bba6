"""log: the format, the level and the days of a lambda's log; `log` of app.yaml has the defaults.

    infra:
      log: {level: debug}
"""
from aws import cfn
from kit import log_settings
from kit.log_settings import Log
from recipes import nothing

DAYS = 30
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


def group(log: Log) -> dict:
    """The log group of a lambda, with the days that its log is kept."""
    days = log.get("days", DAYS)
    return cfn.resource("AWS::Logs::LogGroup", {"RetentionInDays": days} if days != log_settings.FOREVER else {})
