"""events: EventBridge rules that call the lambda, one each.

    infra:
      events:
      - name: order-paid
        source:
          type: table
          name: demo
        topic: MODIFY
        pattern:
          diffKeys: [paid]
      - name: upload
        source: {type: bucket, name: demo}
        prefix: inbox/
        suffix: .csv
      - name: photo
        source: {type: bucket, name: demo, form: notification}   # S3's own form: Records[0].s3
        prefix: photos/
      - name: stopped
        source: {type: aws, name: aws.ec2}
        topic: EC2 Instance State-change Notification
"""
import functools
import re
from collections.abc import Callable
from typing import Any

from aws import cfn
from aws.app import AppModel, Lambda
from aws.events import validation
from kit import names
from kit.bucket_settings import WITHOUT_STAR_AFTER
from kit.problems import KeyProblem
from recipes import (
    builder,
    bus,
    bus_source,
    event_shapes,
    failures_queue,
    foreign_words,
    function,
    nothing,
    object_source,
)

# The field of the pattern that a source fills in, so that a user's own value there would be lost.
SOURCE_FIELDS = {"bucket": ("bucket", "name"), "website": ("bucket", "name"), "builder": ("project-name",)}
AWS_SERVICE = re.compile(r"aws(\.[a-z0-9-]+)+")
VARIABLE, CALLER_WAITS = None, False  # see recipes/__init__.py
INVOKED, EXAMPLE = "rules call it for events", "an example of an event that its first rule matches"
SCHEMA = {
    "title": "events",
    "description": "EventBridge rules. Without a source, a rule is on the app's own bus (`DEMO_BUS`). "
                   "An event needs at least one of source, topic and pattern.",
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "name": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$",
                     "description": "unique among the rules of one lambda: letters, digits, - and _, 64 at most"},
            "source": {
                "description": "where the events come from, if not from the app's own bus: a table's writes, a "
                               "bucket's or website's objects, a CodeBuild project's builds, an AWS service, "
                               "`{type: aws, name: aws.ec2}`, another app, `{type: app, name: shop}`, or any "
                               "other event bus, `{type: event-bus, name: its name or ARN}`",
                "type": "object",
                "properties": {
                    "type": {"type": "string", "enum": ["app", "aws", "bucket", "builder", "event-bus", "table",
                                                              "website"]},
                    "name": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_.:/-]*$",
                             "description": "the name as in its variable, `demo` is DEMO_TABLE: letters, digits, - and "
                                            "_; for an AWS service the source of its events"},
                    "form": {"type": "string", "enum": object_source.FORMS,
                             "description": "of a bucket's or website's events: `notification` gives the lambda S3's "
                                            "own form, `Records[0].s3`, whose keys are URL-encoded, for code that "
                                            "was written for it"}},
                "required": ["name", "type"],
                "elsewhere": foreign_words.OF_SOURCE,
                "additionalProperties": False},
            "topic": {"type": "string", "minLength": 1,
                      "description": "the event's detail-type: `INSERT`, `Object Created`, or your own"},
            "prefix": {"type": "string", "minLength": 1, "pattern": WITHOUT_STAR_AFTER, "examples": ["inbox/"],
                       "description": "only events of objects (of a bucket or website) whose key begins with this "
                                      "text, without a * at its end"},
            "suffix": {"type": "string", "minLength": 1, "examples": [".csv"],
                       "pattern": r"^[^*\x00-\x1f][^\x00-\x1f]*$",
                       "description": "only events of objects (of a bucket or website) whose key ends with this text, "
                                      "without a * at its beginning"},
            "pattern": {"type": "object",
                        "description": "an EventBridge pattern over the detail; its leaves are lists"},
            **bus_source.FIELDS},
        "required": ["name"],
        "elsewhere": foreign_words.OF_EVENTS,
        "additionalProperties": False},
    "examples": [[{"name": "order-paid", "source": {"type": "table", "name": "demo"}, "topic": "MODIFY"}]],
}


def problems(block: list[dict]) -> list[KeyProblem]:
    """[(key, message, hint)] of a list of events: blank, there twice, or with a pattern that AWS would refuse."""
    if not block:
        return [("", "no events", "name one, or remove the word")]
    faults: list[KeyProblem] = []
    for at, event in enumerate(block):
        clashing = [before["name"] for before in block[:at]
                    if names.logical_id(before["name"]) == names.logical_id(event["name"])]
        if event["name"] in clashing:
            faults.append((f"{at}.name", f"event {event['name']!r} is listed twice", "give each its own name"))
        elif clashing:
            faults.append((f"{at}.name", f"event {event['name']!r} has the same logical id as {clashing[0]!r}",
                           "CloudFormation allows no - and _ in logical ids: rename one of the two"))
        faults += entry_problems(str(at), event, f"event {event['name']!r}")
    return faults


def entry_problems(at: str, event: dict, title: str) -> list[KeyProblem]:
    """[(key, message, hint)] of one rule. at: the beginning of its keys; title: what it is called in a message"""
    faults: list[KeyProblem] = []
    if not event.keys() & {"source", "topic", "pattern"} or event.get("pattern") == {}:
        faults.append((at, f"{title} is blank", "write at least one of source, topic and pattern"))
    pattern = event.get("pattern", {})
    pattern_faults = validation.problems(pattern) or validation.whole_problems(pattern)
    faults += [(f"{at}.pattern{key and '.' + key}", message, hint) for key, message, hint in pattern_faults]
    return [*faults, *source_problems(at, event), *object_source.problems(at, event), *bus_source.problems(at, event)]


def source_problems(at: str, event: dict) -> list[KeyProblem]:
    """[(key, message, hint)] of an invalid name, or if the pattern has the field that the source fills in."""
    source = event.get("source", {})
    if source.get("type") == "aws" and not AWS_SERVICE.fullmatch(source["name"]):
        return [(f"{at}.source.name", f"{source['name']!r} is not the source of an AWS service", "e.g. aws.ec2")]
    if set(".:/") & set(source.get("name", "")) and source["type"] not in ("aws", *bus_source.TYPES):
        return [(f"{at}.source.name", f"a {source['type']} cannot be called {source['name']!r}",
                 "letters, digits, - and _; an AWS service has the type aws")]
    value, path = event.get("pattern", {}), SOURCE_FIELDS.get(source.get("type"), ())
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    if not path or value is None:
        return []
    key = ".".join(path)
    return [(f"{at}.pattern.{key}", f"the source {source['name']!r} fills in {key}", "remove it from the pattern")]


def normal(block: list[dict]) -> list[dict]:
    """A copy of the list, prefix and suffix as a part of the pattern, and the age in seconds; absent source, topic and
    pattern stay absent."""
    return [object_source.with_key(bus_source.normal(event)) for event in block]


def event_shape(block: list[dict]) -> dict:
    """The shape of an EventBridge event, whose detail depends on the sources of the block's rules."""
    return event_shapes.of_events(block)


def ids(fn: Lambda, event: dict) -> tuple[str, str]:
    """("OrdersEventOrderPaidRule", "OrdersEventOrderPaidPermission") of a lambda and an event of its block."""
    stem = names.logical_id(fn["name"], "event", event["name"])
    return f"{stem}Rule", f"{stem}Permission"


def resources(app: AppModel, fn: Lambda) -> dict[str, dict]:
    """{logical id: resource}: a rule and a permission for each event; of many events one permission for each bus."""
    events = fn["infra"]["events"]
    if len(events) <= function.MOST_RULES:
        return cfn.merge(*[event_resources(app, fn, event) for event in events])
    rules = [{ids(fn, event)[0]: event_resources(app, fn, event)[ids(fn, event)[0]]} for event in events]
    function_id, stem = names.logical_id(fn["name"], "function"), names.logical_id(fn["name"], "events")
    of_bus = {"/*": f"{stem}Permission", "-*": f"{stem}DefaultBusPermission"}
    used = {"/*" if on_bus(app, event) else "-*" for event in events
            if not object_source.is_notification(event) and not bus_source.is_foreign(event)}
    foreign = [event_resources(app, fn, event) for event in events if bus_source.is_foreign(event)]
    permissions = [{id_: resource for id_, resource in resources_.items() if id_.endswith("Permission")}
                   for resources_ in foreign]
    return cfn.merge(*rules, *permissions, {of_bus[pattern_]: function.rules_permission(function_id, pattern_)
                              for pattern_ in sorted(used)})


def event_resources(app: AppModel, fn: Lambda, event: dict) -> dict:
    """{"OrdersEventOrderPaidRule": ..., "OrdersEventOrderPaidPermission": ...} of one event; of a notification only
    the rule."""
    function_id = names.logical_id(fn["name"], "function")
    rule_id, permission_id = ids(fn, event)
    is_notification = object_source.is_notification(event)
    target = object_source.target(app, fn, event) if is_notification else failures_queue.target(cfn.arn(function_id))
    rule = cfn.resource("AWS::Events::Rule", {
        **on_bus(app, event), "EventPattern": event_pattern(app, event), "State": "ENABLED",
        "Targets": [{**target, **bus_source.retry_policy(event)}]})
    permission = function.invoke_permission(function_id, "events.amazonaws.com", cfn.arn(rule_id))
    return {rule_id: rule} if is_notification else {rule_id: rule, permission_id: permission}


def on_bus(app: AppModel, event: dict) -> dict[str, Any]:
    """{"EventBusName": the app's bus} for events of tables and of the app, or another bus; {} (the default bus) for
    those of AWS."""
    if bus_source.is_foreign(event):
        return {"EventBusName": bus_source.bus_name(event["source"])}
    if event.get("source", {}).get("type", "table") != "table":
        return {}
    return {"EventBusName": bus.value(app, names.own_prefix(app))}


def event_pattern(app: AppModel, event: dict) -> dict[str, Any]:
    """The EventPattern of a rule: the part of its source, the detail-type, and the user's pattern."""
    source, detail = {}, event.get("pattern", {})
    if "source" in event and not bus_source.is_foreign(event):
        source, source_detail = SOURCES[event["source"]["type"]](event["source"]["name"])
        detail = {**detail, **source_detail}
    if event.get("source") == {"type": builder.KIND, "name": names.own_prefix(app)} and builder.is_needed(app):
        detail = {**detail, "project-name": [builder.name(app)]}
    conditions = {**source,
                  **({"detail-type": [event["topic"]]} if "topic" in event else {}),
                  **({"detail": detail} if detail else {})}
    return conditions or bus_source.ANY_SOURCE


def table_source(name: str) -> tuple[dict[str, list], dict]:
    """(pattern, pattern of the detail) of a table: the source of its events is its physical name."""
    return {"source": [cfn.ref(names.logical_id(name, "table"))]}, {}


def bucket_source(name: str, kind: str = "bucket") -> tuple[dict[str, list[str]], dict]:
    """(pattern of the event, pattern of its detail) of S3's events of a bucket."""
    return {"source": ["aws.s3"]}, {"bucket": {"name": [cfn.ref(names.logical_id(name, kind))]}}


def aws_source(name: str):
    """(pattern of the event, pattern of its detail) of all events of an AWS service."""
    return {"source": [name]}, {}


def builder_source(name: str) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """(pattern of the event, pattern of its detail) of CodeBuild's events of a project that is no part of the app."""
    return {"source": ["aws.codebuild"]}, {"project-name": [name]}


SOURCES: dict[str, Callable] = {
    "aws": aws_source, "bucket": bucket_source, "builder": builder_source, "table": table_source,
    "website": functools.partial(bucket_source, kind="website")}


statements, shared = object_source.statements, object_source.shared
outputs = shared_outputs = nothing.none
