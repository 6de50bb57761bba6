"""alarm: which failures of a lambda send a message, if app.yaml has `alerts`.

    infra:
      alarm:
        errors: 5 in 10 minutes      # not of each error
        duration: 80                 # of invocations that take more than 80 % of the timeout; `off`: of none
        throttles: 1 in 5 minutes    # an alarm of CloudWatch, which costs extra

Errors and durations are in the function's log, whose one subscription filter sends such lines to code/alerts.py. So
they need no alarm of CloudWatch: docs/alerts.md has the prices.
"""
import re
from typing import Any

from aws import cfn
from kit import names
from kit.problems import KeyProblem
from recipes import nothing

PERCENT = 90  # of the timeout
DEFAULT = {"errors": [1, 0], "duration": PERCENT}
# Of an alarm: docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
MINUTES = (1, 2, 3, 5, 10, 15, 30, 60)
NUMBER = re.compile(r"([1-9][0-9]{0,5}) in (?:([1-9][0-9]{0,3}) minutes|(1) minute)")
OFF = {"type": "boolean", "enum": [False]}
COUNT = {"type": "string", "pattern": f"^({NUMBER.pattern})$", "examples": ["5 in 10 minutes"],
         "description": "a number in minutes: `5 in 10 minutes`"}
SCHEMA = {
    "title": "alarm",
    "description": "Which failures of this lambda send a message to the people in `alerts` of app.yaml; `off`: none. "
                   "Without the word each error sends a message, and so does an invocation that takes more than "
                   f"{PERCENT} % of the timeout.",
    "anyOf": [OFF, {
        "type": "object",
        "properties": {
            "errors": {"anyOf": [OFF, COUNT],
                       "description": "how many errors in how many minutes (60 at most) send a message: `5 in 10 "
                                      "minutes`; `off` for no messages about errors"},
            "duration": {"anyOf": [OFF, {"type": "integer", "minimum": 1, "maximum": 99}],
                         "description": "percent of the timeout that an invocation may take; `off` for no limit"},
            "throttles": {"anyOf": [OFF, COUNT],
                          "description": "how many throttled invocations in how many minutes send a message, from an "
                                         "alarm of CloudWatch for this lambda alone; without this field, or with "
                                         "`off`, only the alarm of all lambdas counts them"}},
        "additionalProperties": False}],
    "examples": [{"errors": "5 in 10 minutes"}, {"duration": 80}, False],
}


def problems(block) -> list[KeyProblem]:
    """[(key, message, hint)] of minutes that are no period of CloudWatch, or that the alerts' function does not
    count."""
    if block is False:
        return []
    faults = [("", "an alarm without a field", "errors: 5 in 10 minutes; or `alarm: off`")] if block == {} else []
    for field in ("errors", "throttles"):
        minutes = number(block[field])[1] if isinstance(block.get(field), str) else 1
        if minutes not in MINUTES:
            faults.append((field, f"{minutes} minutes cannot be counted", f"one of {', '.join(map(str, MINUTES))}"))
    return faults


def number(text: str) -> list[int]:
    """[count, minutes]: "5 in 10 minutes" -> [5, 10]."""
    match = NUMBER.fullmatch(text)
    assert match
    return [int(match[1]), int(match[2] or match[3])]


def normal(block) -> dict:
    """{"errors": [5, 10], "duration": 90, "throttles": [1, 5]}: errors and duration may be False; `off` is both."""
    if block is False:
        return {"errors": False, "duration": False}
    return {**DEFAULT, **{field: number(value) if isinstance(value, str) else value for field, value in block.items()}}


properties, statements = nothing.none, nothing.no_statements


def of(infra: dict) -> dict[str, Any]:
    """The normal form of a lambda's `alarm`, also if the block has none."""
    return infra.get("alarm", DEFAULT)


def subscription(name: str, log_id: str, alarm: dict, seconds: int, is_json: bool, more: dict) -> dict[str, dict]:
    """{"OrdersLogAlerts": ...}: the lines about failures go to the alerts' function; {} if none should.

    name     of the lambda, which the alerts' function gets as the filter's name
    seconds  the function's timeout
    more     attributes of the resource
    """
    pattern = (json_pattern if is_json else text_pattern)(alarm, seconds)
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
JSON_ERRORS = ('($.level = "ERROR" && $.errorType = "*" && $.logger NOT EXISTS)',
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
