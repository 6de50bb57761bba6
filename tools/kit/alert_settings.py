"""`alerts:` of app.yaml, and of an entry of its `stages`: who gets messages about failures.

    alerts:
      email: [ann@example.com]
      slack: slack                    # the secret DEMO_SLACK_SECRET, with the address of a webhook; or the shell's
                                      # variable with the address, SLACK_WEBHOOK_URL, that a deploy puts into a secret
      url: https://example.com/hook
      when: {errors: 5 in 10 minutes} # of lambdas without an `alarm` of their own
"""
import re
from collections.abc import Iterator
from typing import Any, NotRequired, TypedDict

from kit import alarm_settings, names, schema
from kit.problems import KeyProblem

# Of SNS: docs.aws.amazon.com/sns/latest/api/API_Subscribe.html
PATTERNS = {"email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+"), "url": re.compile(r"(https?)://[^\s@/]+(/\S*)?")}
EXAMPLES = {"email": "ann@example.com", "url": "https://hooks.example.com/alerts"}
MOST = 20
ONE_OR_MORE = [{"type": "string", "minLength": 1}, {"type": "array", "items": {"type": "string", "minLength": 1},
                                                    "minItems": 1, "maxItems": MOST}]
SCHEMA: dict = {
    "type": "object",
    "description": "who gets a message about failures of lambdas, messages in dead-letter queues, and alarms "
                   "(docs/alerts.md)",
    "properties": {
        "email": {"anyOf": ONE_OR_MORE, "examples": [[EXAMPLES["email"]]],
                  "description": "e-mail addresses. AWS sends each a link, with which it confirms the subscription"},
        "slack": {"type": "string", "pattern": "^([a-z][a-z0-9]*(-[a-z0-9]+)*|[A-Z][A-Z0-9]*(_[A-Z0-9]+)*)$",
                  "writeOnly": True, "examples": ["slack"],
                  "description": "the name of the secret that holds the address of a webhook of Slack: `make secret "
                                 "name=slack` sets `slack`; or the variable of the shell from which a deploy sets a "
                                 "secret: SLACK_WEBHOOK_URL"},
        "url": {"anyOf": ONE_OR_MORE, "examples": [EXAMPLES["url"]],
                "description": "URLs to which SNS posts each message as JSON; the server confirms the subscription"},
        "when": alarm_settings.WHEN},
    "additionalProperties": False,
    "examples": [{"email": [EXAMPLES["email"]], "slack": "slack"}],
}
OF_STAGE = {"anyOf": [{"type": "boolean", "enum": [False]}, SCHEMA], "examples": [False],
            "description": "who gets messages about failures in this stage, in place of the people in `alerts` for all "
                           "stages, and about which (`when`): the same fields, or `false` for nobody"}


class Recipients(TypedDict):
    """`alerts` in normal form; nobody gets messages if email, url and slack are empty."""

    email: list[str]
    url: list[str]
    slack: str  # "demo-slack", a secret of the app, or ""
    variable: NotRequired[str]  # "SLACK_WEBHOOK_URL", of the shell, with the value of that secret
    when: NotRequired[dict[str, Any]]  # as recipes/alarm.py has it of a lambda


NOBODY: Recipients = {"email": [], "url": [], "slack": ""}


def problems(alerts: Any, at: str = "alerts", of_all: Any = None) -> Iterator[KeyProblem]:
    """(dotted key, message, hint) of addresses that SNS refuses; nothing of values that the schema rejects.

    at      the key of the value: "alerts", or "stages.prod.alerts"
    of_all  `alerts` for all stages, whose people get the messages of a stage that has only `when`
    """
    if alerts is None or isinstance(alerts, dict) and not alerts.keys() - {"when"} and not (alerts and of_all):
        yield at, f"{at} names nobody", f"e.g. email: {EXAMPLES['email']}"
    if isinstance(alerts, dict) and "when" in alerts and not schema.problems(alarm_settings.WHEN, alerts["when"]):
        for field, message, hint in alarm_settings.problems(alerts["when"]):
            key = f"{at}.when.{field}".rstrip(".")
            yield key, f"{key}: {message}", hint.replace("alarm:", "when:")
    for field, pattern in PATTERNS.items():
        value = alerts.get(field) if isinstance(alerts, dict) else None
        entries = value if isinstance(value, list) else [value]
        for number, entry in enumerate(entries):
            key = f"{at}.{field}.{number}" if isinstance(value, list) else f"{at}.{field}"
            if isinstance(entry, str) and not pattern.fullmatch(entry):
                kind = "e-mail address" if field == "email" else "URL"
                yield key, f"{at}.{field}: {entry!r} is no {kind}", f"e.g. {EXAMPLES[field]}"
            elif isinstance(entry, str) and entry in entries[:number]:
                yield key, f"{at}.{field}: {entry} is listed twice", "write it once"


def normal(app: str, alerts: dict | bool | None, of_all: Recipients = NOBODY) -> Recipients:
    """`alerts` with lists, and with the whole name of the secret.

    app     the app's name
    of_all  `alerts` for all stages, with the people or the `when` that a stage does not have itself
    """
    if not isinstance(alerts, dict):
        return NOBODY
    if not alerts.keys() - {"when"}:
        return {**of_all, "when": alarm_settings.normal(alerts["when"])}
    lists = {field: [value] if isinstance(value, str) else value
             for field, value in ((field, alerts.get(field, [])) for field in PATTERNS)}
    slack, prefix = alerts.get("slack", ""), f"{names.prefix(app)}_"
    is_variable = slack.isupper() and not (slack.startswith(prefix) and slack.endswith("_SECRET"))
    name = (slack if is_variable else slack.removesuffix("_SECRET")).lower().replace("_", "-").removeprefix(f"{app}-")
    result: Recipients = {"email": lists["email"], "url": lists["url"], "slack": f"{app}-{name}" if slack else ""}
    if is_variable:
        result["variable"] = slack
    if "when" in alerts:
        result["when"] = alarm_settings.normal(alerts["when"])
    elif "when" in of_all:
        result["when"] = of_all["when"]
    return result
