"""alarm: which failures of a lambda send a message, if app.yaml has `alerts`.

    infra:
      alarm:
        errors: 5 in 10 minutes      # not of each error
        duration: 80                 # of invocations that take more than 80 % of the timeout; `off`: of none
        throttles: 1 in 5 minutes    # an alarm of CloudWatch, which costs extra

Errors and durations are in the function's log, whose one subscription filter sends such lines to code/alerts.py. So
they need no alarm of CloudWatch: docs/alerts.md has the prices.
"""
from aws import cfn
from kit import names
from kit.alarm_settings import DEFAULT, SCHEMA, normal, problems  # noqa: F401  (those of a word)
from recipes import nothing, recipients

properties, statements = nothing.none, nothing.no_statements


def subscription(name: str, log_id: str, alarm: dict | None, seconds: int, settings) -> dict[str, dict]:
    """{"OrdersLogAlerts": ...}: the lines about failures go to the alerts' function; {} if none should.

    name     of the lambda, which the alerts' function gets as the filter's name
    log_id   the logical id of its log group
    alarm    of the lambda; None: `alerts.when` of the stage
    seconds  the function's timeout
    """
    def pattern_of(block: dict) -> str:
        return (json_pattern if settings.get("log", {}).get("format") == "json" else text_pattern)(block, seconds)
    pattern = pattern_of(alarm) if alarm else recipients.by_when(settings, pattern_of)
    more = recipients.with_condition(settings, recipients.is_anybody if alarm else recipients.of_logs)
    return {names.logical_id(name, "log-alerts"): cfn.resource("AWS::Logs::SubscriptionFilter", {
        "DestinationArn": cfn.arn(names.logical_id("shared-alerts", "function")),
        "FilterName": name,
        "FilterPattern": pattern,
        "LogGroupName": cfn.ref(log_id)}, DependsOn=PERMISSION_ID, **more)} if pattern else {}


PERMISSION_ID = names.logical_id("shared-alerts", "log-permission")
# A line of Python's logger begins with "[ERROR]" and a tab; what the runtime writes of an exception has a space there.
# docs.aws.amazon.com/AmazonCloudWatch/latest/logs/regex-expressions.html: without ( ) and without a plain space
ERROR_LINES = (r"^\[ERROR\]\x20", r"Task\stimed\sout\safter", r"Runtime\sexited", r"^INIT_REPORT.*Status:\stimeout")
# docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
JSON_ERRORS = ('($.level = "ERROR" && $.errorType = "*" && $.message NOT EXISTS)',
               '($.type = "platform.report" && ($.record.status = "timeout" || $.record.errorType = '
               '"Runtime.ExitError" || $.record.errorType = "Runtime.OutOfMemory"))',
               '($.type = "platform.initReport" && $.record.status = "timeout")')


def text_pattern(alarm: dict, seconds: int) -> str:
    """The filter pattern of a log in text: errors, and REPORT with a duration near the timeout; or ""."""
    parts = [*(ERROR_LINES if alarm["errors"] else ())]
    if alarm["duration"]:
        least = seconds * 10 * alarm["duration"]
        parts += [rf"\x09Duration:\s{digits}\." for digits in ranges(least, seconds * 1000 - 1)]
    return f"%{'|'.join(parts)}%" if parts else ""


def json_pattern(alarm: dict, seconds: int) -> str:
    """The filter pattern of a log in JSON, as of text_pattern()."""
    least = seconds * 10 * alarm["duration"]
    parts = [*(JSON_ERRORS if alarm["errors"] else ()), *([
        f'($.type = "platform.report" && $.record.metrics.durationMs >= {least} && $.record.metrics.durationMs < '
        f'{seconds * 1000})'] if alarm["duration"] else [])]
    return f"{{ {' || '.join(parts)} }}" if parts else ""


def ranges(first: int, last: int) -> list[str]:
    """Regular expressions without groups that match the numbers first..last: (4500, 4999) -> [r"4[5-9]\\d\\d"]."""
    expressions = []
    while first <= last:
        zeros = 0  # digits at the end that may be any
        while first % 10 ** (zeros + 1) == 0 and first + 10 ** (zeros + 1) - 1 <= last:
            zeros += 1
        step = 10 ** zeros
        most = min(9 - first // step % 10, (last - first + 1) // step - 1)
        head, digit = str(first // step)[:-1], first // step % 10
        expressions.append(head + (f"[{digit}-{digit + most}]" if most else str(digit)) + r"\d" * zeros)
        first += (most + 1) * step
    return expressions
