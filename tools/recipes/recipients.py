"""The recipients of alerts in each stage (`alerts` of app.yaml and of its `stages`), as conditions of a template."""
import functools
import hashlib
from collections.abc import Callable

from aws import cfn
from kit.alert_settings import NOBODY, Recipients
from kit.stage_settings import LOCAL, OTHERS

CONDITION = "HasAlerts"
MOST_OPERANDS = 10  # of Fn::Or


def by_stage(settings) -> dict[str, Recipients]:
    """{stage: Recipients}, "*" being all others: of `stages`, or else of `alerts` for all."""
    top, stages = settings.get("alerts", NOBODY), settings.get("stages", {})
    if "alerts" not in stages.get(OTHERS, {}):
        return {OTHERS: top, **{stage: entry["alerts"] for stage, entry in stages.items() if "alerts" in entry}}
    return {LOCAL: top, **{stage: entry.get("alerts", top) for stage, entry in stages.items()}}


def exist(settings) -> bool:
    """Whether anybody gets alerts in any stage."""
    return any(map(is_anybody, by_stage(settings).values()))


def is_anybody(recipients: Recipients) -> bool:
    """Whether a stage has any recipient."""
    return bool(recipients["email"] or recipients["url"] or recipients["slack"])


def in_stages(settings, holds: Callable[[Recipients], bool]) -> dict | None:
    """The condition that the recipients of the stage satisfy `holds`, a function; None if those of all stages do."""
    of_stages = by_stage(settings)
    others = holds(of_stages[OTHERS])
    stages = sorted(stage for stage, recipients in of_stages.items() if stage != OTHERS and holds(recipients) != others)
    if not stages:
        return None
    chosen: dict = any_of([{"Fn::Equals": [cfn.ref("Stage"), stage]} for stage in stages])
    return {"Fn::Not": [chosen]} if others else chosen


def any_of(expressions: list[dict]) -> dict:
    """Fn::Or of expressions, nested if they are more than CloudFormation accepts."""
    if len(expressions) < 2:
        return expressions[0]
    more = expressions[MOST_OPERANDS - 1:]
    return {"Fn::Or": [*expressions[:MOST_OPERANDS - 1], *([any_of(more)] if more else [])]}


def with_condition(settings) -> dict[str, str]:
    """{"Condition": "HasAlerts"} of resources that some stages do not have; {} where all have alerts."""
    return {"Condition": CONDITION} if in_stages(settings, is_anybody) else {}


def conditions(settings) -> dict[str, dict]:
    """{name: condition}: of all resources, and of each address and secret that not all stages have."""
    if not exist(settings):
        return {}
    found = {CONDITION: in_stages(settings, is_anybody)}
    for entry in all_entries(settings):
        found[condition_id(entry)] = in_stages(settings, functools.partial(has_entry, entry))
    return {name: condition for name, condition in found.items() if condition}


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
    """The name of the condition that a stage has an address: its own, so that it stays when others come or go."""
    return f"Alerts{hashlib.sha256(' '.join(entry).encode()).hexdigest()[:8]}"


def secrets(settings) -> list[str]:
    """["demo-slack"]: the secrets that have the addresses of Slack."""
    return [address for protocol, address in all_entries(settings) if protocol == "slack"]
