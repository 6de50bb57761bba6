"""The rules of the app and the sources of their events, for the checks of events.

A rule is {"lambda", "key": "events.0" or "queue.from", "name", "block": its entry there, "source": ("table", "demo")
or None, "alternatives": see partial_match.py,
"refused": why AWS refuses its pattern, or ""}. In patterns and events a table stands for its physical name as
"table demo", a bucket as "bucket demo".
"""

from aws.app import rule_entries
from checks import partial_match
from checks.subject import per_subject
from kit.schema import line_of
from recipes import bus_source, event

FROM_AWS = {"bucket": "aws.s3", "website": "aws.s3", "builder": "aws.codebuild"}


@per_subject
def rules(subject):
    """[rule] of all lambdas, in the order of their names; parsed_rule has the fields of a rule."""
    return [parsed_rule(fn, key, block) for _name, fn in sorted(subject.model["lambdas"].items())
            for key, block in rule_entries(fn["infra"])]


@per_subject
def _by_lambda(subject):
    """{lambda: [rule]}"""
    by_lambda = {}
    for rule in rules(subject):
        by_lambda.setdefault(rule["lambda"], []).append(rule)
    return by_lambda


def of_lambda(subject, name):
    """[rule] of one lambda."""
    return _by_lambda(subject).get(name, [])


def parsed_rule(fn, key, block):
    """The rule of one entry of a lambda's `events`, or of `from` of its queue."""
    source = (block["source"]["type"], block["source"]["name"]) if "source" in block else None
    result = {"lambda": fn["name"], "key": key, "name": block["name"], "block": block, "source": source, "refused": ""}
    try:
        return {**result, "alternatives": partial_match.checked_alternatives(pattern(block, source))}
    except (ValueError, TypeError, AttributeError) as error:
        return {**result, "alternatives": [], "refused": str(error)}


def pattern(block, source):
    """The EventBridge pattern of an entry of `events`; see recipes/event.py."""
    detail = block.get("pattern", {})
    result = {"detail-type": [block["topic"]]} if "topic" in block else {}
    if source and source[0] not in bus_source.TYPES:
        own = event.SOURCE_FIELDS.get(source[0], ())
        name = source[1] if source[0] in ("builder", "aws") else " ".join(source)
        result["source"] = [FROM_AWS.get(source[0], name)]
        detail = {**detail, **with_value(detail, own, [name])} if own else detail
    return {**result, **({"detail": detail} if detail else {})} or bus_source.ANY_SOURCE


def with_value(mapping, path, value):
    """A copy of nested dicts with a value set at a path.

    ({"bucket": {"x": 1}}, ("bucket", "name"), value) -> {"bucket": {"x": 1, "name": value}}
    """
    if not path:
        return value
    member = mapping.get(path[0], {})
    return {**mapping, path[0]: with_value(member if isinstance(member, dict) else {}, path[1:], value)}


@per_subject
def by_topic(subject):
    """{topic: [rule]} of the rules on the app's bus; rules without a topic are under None."""
    rules_by_topic = {}
    for rule in rules(subject):
        if is_on_bus(rule) and not rule["refused"]:
            rules_by_topic.setdefault(rule["block"].get("topic"), []).append(rule)
    return rules_by_topic


def is_on_bus(rule):
    """Whether a rule is on the app's own bus; AWS's own events are on the default bus of the account."""
    return rule["source"] is None or rule["source"][0] == "table"


def for_topic(subject, topic):
    """The rules on the app's bus that may match events of a topic."""
    rules_by_topic = by_topic(subject)
    return rules_by_topic.get(topic, []) + rules_by_topic.get(None, [])


def line(subject, rule, key: str = "") -> tuple[str, int]:
    """(path, line) of a rule, or of a key in it: "pattern.sk.0"; of the key above if that has no line."""
    fn = subject.model["lambdas"][rule["lambda"]]
    return fn["path"], line_of(fn["lines"], f"{rule['key']}.{key}".rstrip("."))


def field_line(subject, rule, field: str) -> tuple[str, int]:
    """(path, line) of a field of a rule's pattern: "detail.sk" is `pattern: sk`."""
    if field == "detail-type":
        return line(subject, rule, "topic")
    return line(subject, rule, "pattern." + field.removeprefix("detail.")) if field.startswith("detail.") \
        else line(subject, rule)


def conditions_text(conditions):
    """Conditions for a message: ["day", "hour"] -> 'day' or 'hour'."""
    return " or ".join(f"'{condition}'" if isinstance(condition, str) else str(condition) for condition in conditions)
