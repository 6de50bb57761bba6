"""Rules on the bus of another app, or on any other event bus; and how long EventBridge tries to deliver an event.

    events:
    - name: paid
      source: {type: app, name: shop}      # the bus of the app shop, of the same account, region and stage
      topic: OrderPaid
      retries: 3
      age: 1 hour
    - name: shipped
      source: {type: event-bus, name: arn:aws:events:eu-west-1:111122223333:event-bus/shipping}
      topic: Shipped
"""
import re

from aws import cfn
from aws.app import Lambda, rule_entries
from aws.events import schedules
from kit import names, settings
from kit.problems import KeyProblem

TYPES = ("app", "event-bus")
APP = re.compile(settings.SCHEMA["properties"]["name"]["pattern"])
# docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html: the name or the ARN of a bus
BUS = re.compile(r"[A-Za-z0-9_.-]+|aws\.partner(/[A-Za-z0-9_.-]+)+")
BUS_ARN = re.compile(r"arn:aws[a-z-]*:events:([a-z0-9-]+):[0-9]{12}:event-bus/(.+)")
# EventBridge refuses a pattern without a condition; every source begins with nothing.
ANY_SOURCE = {"source": [{"prefix": ""}]}
# docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html
MOST_RETRIES, SHORTEST_AGE, LONGEST_AGE = 185, 60, 86400
FIELDS = {
    "retries": {"type": "integer", "minimum": 0, "maximum": MOST_RETRIES,
                "description": f"how often EventBridge tries again to deliver an event, by default {MOST_RETRIES}; "
                               "then the event goes to the failures queue. The word `retries` of the lambda counts "
                               "invocations that fail"},
    "age": {"anyOf": [{"type": "integer", "minimum": SHORTEST_AGE, "maximum": LONGEST_AGE}, {"type": "string"}],
            "examples": ["1 hour", 3600],
            "description": "how long EventBridge tries, in seconds or as `1 hour`, `30 minutes`; by default and at "
                           "most a day"}}


def is_foreign(entry: dict) -> bool:
    """Whether the rule of an entry is on a bus that is not the app's own, nor the account's default bus for AWS."""
    return entry.get("source", {}).get("type") in TYPES


def bus_name(source: dict) -> dict | str:
    """The EventBusName of a rule: "shop-${Stage}" of an app, whose bus has its stack's name; else the written name."""
    return cfn.sub(names.stack(source["name"], "${Stage}")) if source["type"] == "app" else source["name"]


def foreign_rules(fns: list[Lambda]) -> list[str]:
    """[ARN with wildcards] of the app's rules on buses that are named by an ARN: they are in the account of the bus."""
    sources = [entry["source"]["name"] for fn in fns for _key, entry in rule_entries(fn["infra"]) if is_foreign(entry)]
    return sorted({name.replace(":event-bus/", ":rule/", 1) + "/*" for name in sources if name.startswith("arn:")})


def problems(at: str, entry: dict) -> list[KeyProblem]:
    """[(key, message, hint)] of the name of another app or bus, and of an age. at: the beginning of the keys"""
    source, faults = entry.get("source", {}), []
    if source.get("type") == "app" and not APP.fullmatch(source["name"]):
        faults.append((f"{at}.source.name", f"{source['name']!r} cannot be the name of an app",
                       "the `name:` of its app.yaml; of another bus, its ARN, with the type event-bus"))
    if source.get("type") == "event-bus" and not (BUS_ARN if source["name"].startswith("arn:") else BUS).fullmatch(
            source["name"]):
        faults.append((f"{at}.source.name", f"{source['name']!r} is neither the name nor the ARN of an event bus",
                       "e.g. arn:aws:events:eu-west-1:111122223333:event-bus/orders"))
    if isinstance(entry.get("age"), str) and not seconds(entry["age"]):
        faults.append((f"{at}.age", f"{entry['age']!r} is no age from a minute to a day",
                       "write 1 hour, 30 minutes, or a number of seconds"))
    return faults


def problems_in_app(source: dict, app: str, region: str) -> tuple[str, str] | None:
    """(message, hint) of a source that is the app itself, or a bus of another region; None if there is no problem."""
    if source["type"] == "app" and source["name"] == app:
        return f"{app} is this app", "remove the source: rules without one are on the app's own bus"
    arn = BUS_ARN.fullmatch(source["name"])
    if arn and arn[1] != region:
        # docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html
        return (f"the bus is in {arn[1]}, and the app in {region}: a rule is in the region of its bus",
                f"let a rule there send the events to a bus in {region}")
    return None


def seconds(age: int | str) -> int | None:
    """3600 of "1 hour" and of 3600; None for a text that is no time between a minute and a day."""
    if isinstance(age, int):
        return age
    try:
        number, unit, plural = schedules.rate_parts(age)
    except ValueError:
        return None
    duration = number * schedules.UNITS[unit]
    return duration if (number == 1) != bool(plural) and SHORTEST_AGE <= duration <= LONGEST_AGE else None


def normal(entry: dict) -> dict:
    """The entry with its age in seconds."""
    return {**entry, "age": seconds(entry["age"])} if "age" in entry else entry


def retry_policy(entry: dict) -> dict:
    """{"RetryPolicy": ...} of the target of a rule; {} without retries and age: then EventBridge's defaults apply."""
    policy = {**({"MaximumRetryAttempts": entry["retries"]} if "retries" in entry else {}),
              **({"MaximumEventAgeInSeconds": entry["age"]} if "age" in entry else {})}
    return {"RetryPolicy": policy} if policy else {}
