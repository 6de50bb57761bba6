"""The fields of `events` that only objects of a bucket or website have: prefix, suffix, and `form: notification`.

EventBridge cannot build S3's own notification, whose key is URL-encoded. A notification configuration of the bucket
would need the function, and the function the bucket, whose name it reads. So a rule of that form invokes one small
function, code/object_notifications.py, which invokes the lambda, or sends to its queue: see docs/decisions.md.
"""
import re

from aws import cfn
from aws.app import AppModel, Lambda, rule_entries
from kit import names
from kit.problems import KeyProblem
from recipes import bucket, code, failures_queue, function, permission

OF_OBJECTS = ("bucket", "website")
FORMS = ["event", "notification"]
NAME = "shared-notifications"
FUNCTION_ID = names.logical_id(NAME, "function")
SECONDS = 30


def problems(at: str, event: dict) -> list[KeyProblem]:
    """[(key, message, hint)] of a prefix, suffix or form without objects, or beside a pattern of the key."""
    source = event.get("source", {})
    type_, key_filters = source.get("type"), [word for word in ("prefix", "suffix") if word in event]
    type_text = {"aws": "an AWS service", None: "the app's bus"}.get(type_, f"a {type_}")
    if "form" in source and type_ not in OF_OBJECTS:
        return [(f"{at}.source.form", f"form is for the events of objects, and the source is {type_text}",
                 "remove form")]
    if key_filters and type_ not in OF_OBJECTS:
        return [(f"{at}.{key_filters[0]}",
                 f"{key_filters[0]} is for the keys of objects, and the source is {type_text}", "write a pattern")]
    object_pattern = event.get("pattern", {}).get("object", {})
    if key_filters and isinstance(object_pattern, dict) and "key" in object_pattern:
        return [(f"{at}.{key_filters[0]}", f"{key_filters[0]} and the pattern both have a condition on the key",
                 'write one, e.g. pattern: {object: {key: [{wildcard: "inbox/*.csv"}]}}')]
    return []


def with_key(event: dict) -> dict:
    """The event with conditions on the object's key instead of prefix and suffix: EventBridge has no "and" of two.

    The end of a prefix may be the beginning of a suffix: `data.csv` has the prefix data.c and the suffix .csv.
    """
    if not event.keys() & {"prefix", "suffix"}:
        return event
    prefix, suffix, value = event.get("prefix", ""), event.get("suffix", ""), event.get("pattern", {})
    overlaps = [prefix + suffix[size:] for size in range(1, len(suffix) + 1) if prefix.endswith(suffix[:size])]
    conditions = [{"prefix": prefix}] if not suffix else [{"suffix": suffix}] if not prefix else [
        {"wildcard": f"{escaped(prefix)}*{escaped(suffix)}"}, *overlaps]
    return {**{key: item for key, item in event.items() if key not in ("prefix", "suffix")},
            "pattern": {**value, "object": {**value.get("object", {}), "key": conditions}}}


def escaped(text: str):
    """The text with \\ before * and \\, which have a meaning in a wildcard of EventBridge."""
    return re.sub(r"([*\\])", r"\\\1", text)


def is_notification(event: dict) -> bool:
    """Whether the lambda gets S3's own form of this entry of `events`."""
    return event.get("source", {}).get("form") == "notification"


def target(app: AppModel, fn: Lambda, event: dict) -> dict:
    """The target of a rule whose events become notifications: the order of code/object_notifications.py."""
    receiver = f'"queue":"${{{queue_id(fn)}}}"' if "queue" in fn["infra"] else \
        f'"function":"{function.name_text(app, fn["name"])}"'
    order = f'{{{receiver},"rule":"{event["name"]}","event":<aws.events.event.json>}}'
    return failures_queue.target(cfn.arn(FUNCTION_ID), InputTransformer={"InputTemplate": cfn.sub(order)})


def statements(app: AppModel, fn: Lambda) -> list[dict]:
    """[statement] on the buckets whose notifications the lambda gets: their names are only in the event.

    If the code could be followed, recipes/access.py has the statements of its calls instead.
    """
    if "calls" in fn and not fn.get("doubts"):
        return []
    sources = [event["source"] for event in fn["infra"]["events"] if is_notification(event)]
    return [statement for source in sources
            for statement in bucket.access_statements(app, source["name"], source["type"])]


def queue_id(fn: Lambda) -> str:
    """"OrdersQueue" of lambda "orders"."""
    return names.logical_id(fn["name"], "queue")


def shared(app: AppModel, _fns: list[Lambda]) -> dict[str, dict]:
    """{logical id: resource}: the function that makes notifications, if a lambda or its queue gets any; else {}."""
    notified = [fn for _name, fn in sorted(app["lambdas"].items())
                if any(is_notification(entry) for _key, entry in rule_entries(fn["infra"]))]
    invoked = [fn["name"] for fn in notified if "queue" not in fn["infra"]]
    queues = [cfn.arn(queue_id(fn)) for fn in notified if "queue" in fn["infra"]]
    if not notified:
        return {}
    statements_ = [*([function.invoke_statement(app, invoked)] if invoked else []),
                   *([permission.allow(["sqs:SendMessage"], queues if len(queues) <= function.MOST_INVOKED else cfn.sub(
                       "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${AWS::StackName}-*"))] if queues
                     else [])]
    return {**function.parts(NAME, app["settings"], code.function("object_notifications", SECONDS), statements_, {},
                             asynchronous={}),
            names.logical_id(NAME, "permission"): function.rules_permission(FUNCTION_ID, "-*")}
