"""Patterns that no event of their source can match, by what tables, S3 and CodeBuild tell."""
from checks import rows, rules, sources, verdicts
from checks.check import Check, Finding
from interpreter.plain import fields
from kit.problems import listed
from kit.schema import nearest

STORES = frozenset({"PutObject", "CopyObject", "CompleteMultipartUpload"})
# What people say for a table's topics.
SYNONYMS = {"UPDATE": "MODIFY", "UPDATED": "MODIFY", "CHANGE": "MODIFY", "DELETE": "REMOVE", "DELETED": "REMOVE",
            "CREATE": "INSERT", "CREATED": "INSERT", "PUT": "INSERT", "ADD": "INSERT", "INSERTED": "INSERT",
            "MODIFIED": "MODIFY", "REMOVED": "REMOVE", "OBJECTCREATED": "Object Created",
            "OBJECTREMOVED": "Object Deleted", "OBJECTDELETED": "Object Deleted", "OBJECT REMOVED": "Object Deleted"}


def impossible(subject):
    """Rules with a source that refuse every event of it."""
    for one in rules.rules(subject):
        if not one["source"] or one["refused"]:
            continue
        events, topic = sources.events_of(one["source"]), one["said"].get("topic")
        topics = [event["dict"]["detail-type"] for event in events]
        if topic and topic not in topics:
            told = listed(topics, 3)
            yield Finding(*rules.line(subject, one, "topic"),
                          f"a {one['source'][0]} tells no {topic!r}: its topics are {told}",
                          near_topic(topic, topics), NEVER)
            continue
        heard = [event for event in events if topic in (None, event["dict"]["detail-type"])]
        if all(verdicts.verdict(one["ways"], event) is False for event in heard):
            yield refused(subject, one, heard[0])
        elif one["source"][0] == "table":
            yield from unwritten(subject, one, heard)
        elif one["source"][0] in ("bucket", "website"):
            yield from unstored(subject, one)


def near_topic(topic, topics):
    """The topic that was meant."""
    word = topic.upper().partition(":")[0].removeprefix("S3:")
    meant = SYNONYMS.get(topic.upper()) or SYNONYMS.get(word)
    close = nearest(topic.upper(), topics, 0.6) or nearest(topic, topics, 0.6)
    return f"did you mean {meant!r}?" if meant in topics else close


def refused(subject, one, event):
    """The finding of a pattern that no event of its source matches."""
    field, wanted = verdicts.stop(one["ways"], event)
    source = one["source"][0]
    has, name = siblings(event, field)
    if has is not None:
        what = f"a {source}'s event {event['dict']['detail-type']!r} has no {field}"
        return Finding(*rules.place(subject, one, field), what,
                       nearest(name, has, 0.6) or f"it has {listed(sorted(has))}", NEVER)
    hint = ""
    if field == "detail.sk" and any("#" in str(value) for value in wanted):
        hint = f"sk is the part before the first '#': {sorted({cut(value) for value in wanted})}"
    return Finding(*rules.place(subject, one, field), f"{field} of a {source}'s event is never {rules.said(wanted)}, "
                   f"{is_instead(event, field)}", hint, NEVER)


def cut(condition):
    """{"prefix": "day#"} -> day"""
    value = next(iter(condition.values())) if isinstance(condition, dict) else condition
    return str(value).split("#")[0]


def siblings(event, field):
    """(the fields that are there, the one that is not) where a path leaves an event; (None, "") if it does not."""
    at = event
    for step in field.split("."):
        at = at["list"][0] if isinstance(at, dict) and at.get("list") else at
        if not isinstance(at, dict) or "dict" not in at:
            return (None, "") if at is None or not isinstance(at, dict) or "any" in at else ([], step)
        if step not in at["dict"]:
            return sorted(at["dict"]), step
        at = at["dict"][step]
    return None, ""


def is_instead(event, field):
    """What a field of an event is, in words: "and it is 'day'"."""
    at = event
    for step in field.split("."):
        if not isinstance(at, dict) or "dict" not in at:
            break
        if step not in at["dict"]:
            return "and the event has no such field" + (
                f" ({listed(sorted(fields(at)))})" if fields(at) else "")
        at = at["dict"][step]
    if isinstance(at, dict) and "any" in at and all(isinstance(value, str) for value in at["any"]):
        return f"but {' or '.join(at['any'])}"
    if isinstance(at, dict) and "dict" in at:
        return "and it is a mapping"
    kind = verdicts.kind_of(at) if not isinstance(at, dict) or "list" not in at else "list"
    return f"and it is {at!r}" if not isinstance(at, dict) else f"and it is a {kind}" if kind else "and it is not"


def unwritten(subject, one, heard):
    """A finding if all rows that the app writes to the rule's table are known, and the rule refuses all of them."""
    table = one["source"][1]
    written = rows.written(subject, table)
    if written is None:
        return
    if not written:
        others = [name for name in subject.model["state"]["table"] if rows.is_named(subject, name)]
        if others and table not in others:
            yield Finding(*rules.line(subject, one, "source.name"),
                          f"nobody writes to the table {table!r}: no lambda reads {rows.variable(subject, table)}",
                          nearest(table, others, 0.5), NEVER)
        return
    topics = [event["dict"]["detail-type"] for event in heard]
    events = [event for row in written
              for event in sources.table_events(table, row["pk"], rows.kind(row["sk"]), topics)]
    if events and all(verdicts.verdict(one["ways"], event) is False for event in events):
        field, wanted = verdicts.stop(one["ways"], events[0])
        place = field.rpartition(".")[2]
        values = sorted({known for row in written for known in [rows.shown(row, place)] if known})
        hint = nearest(str(cut(wanted[0])), values, 0.6) or f"they have {listed(values, 6)}" if values else ""
        yield Finding(*rules.place(subject, one, field), f"no lambda writes rows to {table!r} whose {place} is "
                      f"{rules.said(wanted)}", hint, NEVER)


def unstored(subject, one):
    """A finding if the rule refuses all keys that the app stores in its bucket, and nearly is for one of them.

    Objects may come from elsewhere, so a rule that is for none of the app's own is no mistake by itself.
    """
    keys = [call["args"].get("Key") for name, call in subject.calls("s3", STORES)
            if subject.named(name, call["args"].get("Bucket")) == one["source"]]
    events, topic = [], one["said"].get("topic")
    for key in keys:
        for event in sources.object_events(" ".join(one["source"])):
            event["dict"]["detail"]["dict"]["object"]["dict"]["key"] = {"kind": ""} if key is None else key
            events += [event] if topic in (None, event["dict"]["detail-type"]) else []
    if not events or not all(verdicts.verdict(one["ways"], event) is False for event in events):
        return
    field, wanted = verdicts.stop(one["ways"], events[0])
    if field != "detail.object.key":
        return
    starts = {start for key in keys for start in [key if isinstance(key, str) else key.get("text", [""])[0] or ""]}
    meant = [start for start in sorted(starts) for value in map(start_of, wanted) if start and value and (
        start.startswith(value.lstrip("/")) and value[0] == "/"
        or nearest(value.split("/")[0], [start.split("/")[0]], 0.75))]
    if meant:
        yield Finding(*rules.place(subject, one, field), f"the app stores keys that begin with {meant[0]!r}, and the "
                      f"rule {one['name']} wants {rules.said(wanted)}", "keys have no '/' at their beginning"
                      if str(start_of(wanted[0])).startswith("/") else nearest(start_of(wanted[0]), meant, 0.5), NEVER)


def start_of(condition):
    """How a text begins that passes a condition: {"wildcard": "inbox/*.csv"} -> inbox/"""
    value = next(iter(condition.values())) if isinstance(condition, dict) else condition
    is_suffix = isinstance(condition, dict) and not {"prefix", "wildcard"} & condition.keys()
    return value.split("*")[0] if isinstance(value, str) and not is_suffix else ""


NEVER = "nothing: the rule is made, and the lambda is never called"
TABLE = "infra:\n  events:\n  - name: stored\n    source: {type: table, name: demo}\n    pattern: {sk: [%s]}\n---\n" \
    "print(event['detail'])"
WRITER = {"lambdas/b/index.py": '"""Writes.\n\ninfra: {}\n"""\nimport os\n\nimport boto3\n\n'
          'table = boto3.resource("dynamodb").Table(os.environ["DEMO_TABLE"])\n\n\ndef handler(event, context):\n'
          '    table.put_item(Item={"pk": event["pk"], "sk": f"reading#{event[\'time\']}"})\n'}
CHECKS = [
    Check("P803", "A pattern that no event of its source matches",
          "The lambda is never called. A table's `sk` is the part before the first `#`.",
          TABLE % '"reading#"', TABLE % "reading", impossible, WRITER),
]
