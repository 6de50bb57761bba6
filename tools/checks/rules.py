"""The rules of the app, and whose events they are: what every check of events looks at.

A rule is {"lambda", "at", "name", "said": as in infra, "source": ("table", "demo") or None, "ways": see verdicts.py,
"refused": what AWS would say against its pattern}. In patterns and events a table stands for its physical name as
"table demo", a bucket as "bucket demo".
"""

from checks import verdicts
from checks.subject import per_subject
from kit.schema import line_of
from recipes import event

FROM_AWS = {"bucket": "aws.s3", "website": "aws.s3", "builder": "aws.codebuild"}


@per_subject
def rules(subject):
    """[rule] of all lambdas, in the order of names."""
    return [rule(fn, at, said) for _name, fn in sorted(subject.model["lambdas"].items())
            for at, said in enumerate(fn["infra"].get("events", []))]


def rule(fn, at, said):
    """One of them."""
    source = (said["source"]["type"], said["source"]["name"]) if "source" in said else None
    found = {"lambda": fn["name"], "at": at, "name": said["name"], "said": said, "source": source, "refused": ""}
    try:
        return {**found, "ways": verdicts.ways(pattern(said, source))}
    except (ValueError, TypeError, AttributeError) as error:
        return {**found, "ways": [], "refused": str(error)}


def pattern(said, source):
    """The rule's pattern; see recipes/event.py."""
    detail = said.get("pattern", {})
    made = {"detail-type": [said["topic"]]} if "topic" in said else {}
    if source:
        own = event.SOURCE_FIELDS.get(source[0], ())
        name = source[1] if source[0] == "builder" else " ".join(source)
        made["source"] = [FROM_AWS.get(source[0], name)]
        detail = {**detail, **within(detail, own, [name])} if own else detail
    return {**made, **({"detail": detail} if detail else {})}


def within(held, path, value):
    """({"bucket": {"x": 1}}, ("bucket", "name"), value) -> {"bucket": {"x": 1, "name": value}}"""
    if not path:
        return value
    inner = held.get(path[0], {})
    return {**held, path[0]: within(inner if isinstance(inner, dict) else {}, path[1:], value)}


@per_subject
def by_topic(subject):
    """{topic: [rule]} of the rules on the app's bus; those that ask for none are under None."""
    found = {}
    for one in rules(subject):
        if is_on_bus(one) and not one["refused"]:
            found.setdefault(one["said"].get("topic"), []).append(one)
    return found


def is_on_bus(one):
    """Whether a rule is on the app's own bus: AWS's own events come on the account's."""
    return one["source"] is None or one["source"][0] == "table"


def asked(subject, topic):
    """The rules on the app's bus that may hear a topic."""
    held = by_topic(subject)
    return held.get(topic, []) + held.get(None, [])


def line(subject, one, key=""):
    """(path, line) of a rule, or of a word of it: "pattern.sk.0"; of the word above if that has no line."""
    fn = subject.model["lambdas"][one["lambda"]]
    return fn["path"], line_of(fn["lines"], f"events.{one['at']}.{key}".rstrip("."))


def place(subject, one, field):
    """The line of a field that refuses: "detail.sk" is `pattern: sk`."""
    if field == "detail-type":
        return line(subject, one, "topic")
    return line(subject, one, "pattern." + field.removeprefix("detail.")) if field.startswith("detail.") \
        else line(subject, one)


def said(wanted):
    """Conditions in words: ["day"] -> "day"."""
    return " or ".join(f"'{one}'" if isinstance(one, str) else str(one) for one in wanted)
