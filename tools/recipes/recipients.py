"""The recipients of alerts in each stage (`alerts` of app.yaml and of its `stages`), as conditions of a template."""
import functools
from collections.abc import Callable
from typing import Any

from kit import alarm_settings, names, stage_settings
from kit.alert_settings import NOBODY, Recipients
from kit.stage_settings import OTHERS
from recipes.stage_conditions import in_stages

CONDITION, OF_LOGS = "HasAlerts", "HasAlertsOfLogs"


def by_stage(settings) -> dict[str, Recipients]:
    """{stage: Recipients}, "*" being all others: of `stages`, or else of `alerts` for all."""
    return stage_settings.by_stage(settings, "alerts", settings.get("alerts", NOBODY))


def exist(settings) -> bool:
    """Whether anybody gets alerts in any stage."""
    return any(map(is_anybody, by_stage(settings).values()))


def is_anybody(recipients: Recipients) -> bool:
    """Whether a stage has any recipient."""
    return bool(recipients["email"] or recipients["url"] or recipients["slack"])


def when(recipients: Recipients) -> dict:
    """Which failures of lambdas without an `alarm` of their own a stage gets messages about."""
    return recipients.get("when", alarm_settings.DEFAULT)


def logged(recipients: Recipients) -> tuple[bool, int]:
    """(errors?, percent of the timeout or 0): the log lines that a stage needs of lambdas without an `alarm`."""
    is_needed = is_anybody(recipients)
    return is_needed and bool(when(recipients)["errors"]), is_needed and int(when(recipients)["duration"])


def of_logs(recipients: Recipients) -> bool:
    """Whether a stage needs any log line of lambdas without an `alarm` of their own."""
    return any(logged(recipients))


def by_when(settings, value_of: Callable[[dict], Any]) -> Any:
    """The value of a property that follows from `when` of the stage: with Fn::If if the stages need different lines;
    None if no stage needs any."""
    result = None
    for id_, recipients in reversed(whens(settings).items()):
        value = value_of(when(recipients))
        result = {"Fn::If": [id_, value, result]} if result else value
    return result


def whens(settings) -> dict[str, Recipients]:
    """{name of a condition: Recipients of a stage} of each kind of log lines that stages need, at last that of "*"."""
    of_stages = by_stage(settings)
    by_lines = {logged(of_stages[stage]): of_stages[stage] for stage in [OTHERS, *sorted(of_stages)]}
    return {f"AlertsWhen{names.short_hash(str(lines))}": recipients
            for lines, recipients in reversed(by_lines.items()) if any(lines)}


def with_condition(settings, has: Callable[[Recipients], bool] = is_anybody) -> dict[str, str]:
    """{"Condition": "HasAlerts"} of resources that some stages do not have; {} where all have them.

    has  whether a stage has the resource: is_anybody, or of_logs
    """
    of_stages = by_stage(settings)
    names = {str(in_stages(of_stages, of_logs)): OF_LOGS, str(in_stages(of_stages, is_anybody)): CONDITION}
    return {"Condition": names[str(condition)]} if (condition := in_stages(of_stages, has)) else {}


def conditions(settings) -> dict[str, dict]:
    """{name: condition}: of all resources, and of each address and secret that not all stages have; of secrets the
    first has none if each stage with alerts has a secret."""
    if not exist(settings):
        return {}
    by_name = {CONDITION: in_stages(by_stage(settings), is_anybody)}
    has_each = all(entry["slack"] for entry in by_stage(settings).values() if is_anybody(entry))
    for entry in all_entries(settings):
        if has_each and entry == ("slack", secrets(settings)[0]):
            continue
        by_name[condition_id(entry)] = in_stages(by_stage(settings), functools.partial(has_entry, entry))
    return {name: condition for name, condition in by_name.items() if condition}


def log_conditions(settings) -> dict[str, dict]:
    """{name: condition} of the log filters of lambdas without an `alarm`, besides those of conditions()."""
    by_name = {with_condition(settings, of_logs).get("Condition", ""): in_stages(by_stage(settings), of_logs)}
    for id_, recipients in [*whens(settings).items()][:-1]:
        by_name[id_] = in_stages(by_stage(settings), functools.partial(needs, logged(recipients)))
    return {name: condition for name, condition in by_name.items() if condition and name != CONDITION}


def needs(lines: tuple[bool, int], recipients: Recipients) -> bool:
    """Whether a stage needs these log lines."""
    return logged(recipients) == lines


def entries(recipients: Recipients) -> list[tuple[str, str]]:
    """[(protocol, address)]: ("email", ...), ("https", ...), ("slack", name of the secret)."""
    return [*(("email", address) for address in recipients["email"]),
            *((url.partition(":")[0], url) for url in recipients["url"]),
            *([("slack", recipients["slack"])] if recipients["slack"] else [])]


def has_entry(entry: tuple[str, str], recipients: Recipients) -> bool:
    """Whether an address is among those of a stage."""
    return entry in entries(recipients)


def all_entries(settings) -> list[tuple[str, str]]:
    """[(protocol, address)] of all stages, each once."""
    return sorted({entry for recipients in by_stage(settings).values() for entry in entries(recipients)})


def condition_id(entry: tuple[str, str]) -> str:
    """The name of the condition that a stage has an address: the same whatever other addresses there are."""
    return f"Alerts{names.short_hash(' '.join(entry))}"


def secrets(settings) -> list[str]:
    """["demo-slack"]: the secrets that have the addresses of Slack."""
    return [address for protocol, address in all_entries(settings) if protocol == "slack"]
