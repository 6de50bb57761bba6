"""`alarm` of a lambda, and `when` of `alerts` for all lambdas of a stage: which failures send a message."""
import re
from typing import Any

from kit.problems import KeyProblem

PERCENT = 90  # of the timeout
DEFAULT = {"errors": [1, 0], "duration": PERCENT}
# Of an alarm: docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
MINUTES = (1, 2, 3, 5, 10, 15, 30, 60)
NUMBER = re.compile(r"([1-9][0-9]{0,5}) in (?:([1-9][0-9]{0,3}) minutes|(1) minute)")
OFF = {"type": "boolean", "enum": [False]}
COUNT = {"type": "string", "pattern": f"^({NUMBER.pattern})$", "examples": ["5 in 10 minutes"],
         "description": "a number in minutes: `5 in 10 minutes`"}
SCHEMA: dict[str, Any] = {
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
                                         "alarm of CloudWatch for this lambda alone. Without this field, or with "
                                         "`off`, only the alarm of all lambdas counts them"}},
        "additionalProperties": False}],
    "examples": [{"errors": "5 in 10 minutes"}, {"duration": 80}, False],
}
# `when` of `alerts`: an alarm on the throttles of each lambda would cost for each.
FIELDS = {key: value for key, value in SCHEMA["anyOf"][1]["properties"].items() if key != "throttles"}
WHEN = {"anyOf": [OFF, {"type": "object", "properties": FIELDS, "additionalProperties": False}],
        "description": "which failures of lambdas without an `alarm` of their own send a message",
        "examples": [{"errors": "5 in 10 minutes", "duration": 80}]}


def problems(block: Any) -> list[KeyProblem]:
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


def normal(block: Any) -> dict:
    """{"errors": [5, 10], "duration": 90, "throttles": [1, 5]}: errors and duration may be False; `off` is both."""
    if block is False:
        return {"errors": False, "duration": False}
    return {**DEFAULT, **{field: number(value) if isinstance(value, str) else value for field, value in block.items()}}
