"""Patterns that no event of their source can match: events of tables, S3 and CodeBuild."""
from itertools import chain

from checks import emitted, partial_match, rows, rules, source_events
from checks.check import Check, Finding, Findings, Subject
from checks.example import lambda_file
from interpreter.plain import fields
from kit import names
from kit.problems import listed
from kit.schema import nearest
from recipes import bus_source

STORES = frozenset({"PutObject", "CopyObject", "CompleteMultipartUpload"})
# Common names for the topics of tables and buckets.
SYNONYMS = {"UPDATE": "MODIFY", "UPDATED": "MODIFY", "CHANGE": "MODIFY", "DELETE": "REMOVE", "DELETED": "REMOVE",
            "CREATE": "INSERT", "CREATED": "INSERT", "PUT": "INSERT", "ADD": "INSERT", "INSERTED": "INSERT",
            "MODIFIED": "MODIFY", "REMOVED": "REMOVE", "OBJECTCREATED": "Object Created",
            "OBJECTREMOVED": "Object Deleted", "OBJECTDELETED": "Object Deleted", "OBJECT REMOVED": "Object Deleted"}


UNKNOWN_EVENTS = ("aws", *bus_source.TYPES)  # sources whose events nobody can list


def impossible_patterns(subject: Subject) -> Findings:
    """Rules with a source that match no event of it."""
    for rule in rules.rules(subject):
        if not rule["source"] or rule["source"][0] in UNKNOWN_EVENTS or rule["refused"]:
            continue
        source = rules.pattern(rule["block"], rule["source"])["source"][0]
        entries = emitted.entries_by_source(subject)
        if any(partial_match.match(rule["alternatives"], entry["event"]) is not False
               for entry in (*entries.get(source, ()), *entries.get(None, ()))):
            continue  # a lambda emits an event with the table as its source
        events, topic = source_events.events_of(rule["block"]["source"]), rule["block"].get("topic")
        topics = [event["dict"]["detail-type"] for event in events]
        if topic and topic not in topics:
            expected = listed(topics, 3)
            yield Finding(*rules.line(subject, rule, "topic"),
                          f"a {rule['source'][0]} emits no {topic!r}: its topics are {expected}",
                          near_topic(topic, topics) or f"topic: {topics[0]}", NEVER)
            continue
        matching = [event for event in events if topic in (None, event["dict"]["detail-type"])]
        if all(partial_match.match(rule["alternatives"], event) is False for event in matching):
            yield mismatch(subject, rule, matching[0])
        elif rule["source"][0] == "table":
            yield from unwritten_items(subject, rule, matching)
        elif rule["source"][0] in ("bucket", "website"):
            yield from starred_key(subject, rule) or unstored_objects(subject, rule)


def near_topic(topic, topics):
    """A hint with the topic that is probably meant; "" if there is none."""
    word = topic.upper().partition(":")[0].removeprefix("S3:")
    meant = SYNONYMS.get(topic.upper()) or SYNONYMS.get(word)
    close = nearest(topic.upper(), topics, 0.6) or nearest(topic, topics, 0.6)
    return f"did you mean {meant!r}?" if meant in topics else close


def mismatch(subject, rule, event):
    """The finding of a pattern that no event of its source matches."""
    field, conditions = partial_match.failing_field(rule["alternatives"], event)
    source = rule["source"][0]
    has, name = siblings(event, field)
    if has is not None:
        message = f"a {source}'s event {event['dict']['detail-type']!r} has no {field}"
        return Finding(*rules.field_line(subject, rule, field), message,
                       nearest(name, has, 0.6) or f"it has {listed(sorted(has))}", NEVER)
    hint = ""
    if field == "detail.sk" and any("#" in str(value) for value in conditions):
        hint = f"sk is the part before the first '#': {sorted({before_hash(value) for value in conditions})}"
    return Finding(*rules.field_line(subject, rule, field),
                   f"{field} of a {source}'s event is never {rules.conditions_text(conditions)}, "
                   f"{actual_value(event, field)}", hint, NEVER)


def before_hash(condition):
    """The value of a condition up to its first #: {"prefix": "day#"} -> day"""
    value = next(iter(condition.values())) if isinstance(condition, dict) else condition
    return str(value).split("#")[0]


def siblings(event, field):
    """The point where an event does not have a path: (the fields that are present, the missing one); (None, "") if the
    event has the path.

    field  "detail.object.key"; event: in plain form
    """
    at = event
    for step in field.split("."):
        at = at["list"][0] if isinstance(at, dict) and at.get("list") else at
        if not isinstance(at, dict) or "dict" not in at:
            return (None, "") if at is None or not isinstance(at, dict) or "any" in at else ([], step)
        if step not in at["dict"]:
            return sorted(at["dict"]), step
        at = at["dict"][step]
    return None, ""


def actual_value(event, field):
    """The actual value of an event's field, as the end of a sentence: "and it is 'day'"."""
    at = event
    for step in field.split("."):
        if not isinstance(at, dict) or "dict" not in at:
            break
        if step not in at["dict"]:
            return "and the event has no such field" + (f" ({listed(sorted(fields(at)))})" if fields(at) else "")
        at = at["dict"][step]
    if isinstance(at, dict) and "any" in at and all(isinstance(value, str) for value in at["any"]):
        return f"but {' or '.join(at['any'])}"
    if isinstance(at, dict) and "values" in at:
        return f"but {' or '.join(at['values'])}"
    if isinstance(at, dict) and "dict" in at:
        return "and it is a mapping"
    kind = partial_match.kind_of(at) if not isinstance(at, dict) or "list" not in at else "list"
    return f"and it is {at!r}" if not isinstance(at, dict) else f"and it is a {kind}" if kind else "and it is not"


def unwritten_items(subject: Subject, rule, matching) -> Findings:
    """A finding if all items that the app writes to the rule's table are known, and the rule matches none of them."""
    table = rule["source"][1]
    written = rows.rows_of_table(subject, table)
    if written is None:
        return
    if not written:
        others = [name for name in subject.model["state"]["table"] if ("table", name) in subject.users]
        if others and table not in others:
            yield Finding(*rules.line(subject, rule, "source.name"),
                          f"no lambda writes to the table {table!r}: none reads {names.prefix(table)}_TABLE",
                          nearest(table, others, 0.5), NEVER)
        return
    topics = [event["dict"]["detail-type"] for event in matching]
    events = (event for row in written
              for event in source_events.table_events(table, row["pk"], rows.kind(row["sk"]), topics,
                                                      "ttl" in rule["block"]["source"]))
    first = next(events, None)  # the first event usually matches: only if not, the others are computed
    if first and all(partial_match.match(rule["alternatives"], event) is False for event in chain([first], events)):
        field, conditions = partial_match.failing_field(rule["alternatives"], first)
        attribute = field.rpartition(".")[2]
        values = sorted({start for row in written for start in [rows.shown(row, attribute)] if start})
        near = nearest(str(before_hash(conditions[0])), values, 0.6)
        hint = near or f"they have {listed(values, 6)}" if values else ""
        yield Finding(*rules.field_line(subject, rule, field),
                      f"no lambda writes items to {table!r} whose {attribute} is "
                      f"{rules.conditions_text(conditions)}", hint, NEVER)


def starred_key(subject: Subject, rule) -> list[Finding]:
    """[the finding] of a condition on an object's key with a * at its end or beginning, which only a wildcard has."""
    conditions = rule["block"].get("pattern", {}).get("object", {}).get("key", [])
    for condition in conditions if isinstance(conditions, list) else []:
        kind, text = next(iter(condition.items())) if isinstance(condition, dict) else ("", condition)
        starts, ends = (isinstance(text, str) and text[at] == "*" for at in (0, -1))
        if ends and kind in ("", "prefix") or starts and kind in ("", "suffix"):
            return [Finding(*rules.field_line(subject, rule, "detail.object.key"),
                            f"{rules.conditions_text([condition])} matches only a key with a *",
                            f"{{wildcard: {text!r}}}" if not kind else f"{{{kind}: {text.strip('*')}}}", NEVER)]
    return []


def unstored_objects(subject: Subject, rule) -> Findings:
    """A finding if the rule matches no key that the app stores in its bucket, but nearly matches one of them.

    Another program may store objects, so a rule that matches no object of the app is no problem by itself. What the
    rule's own lambda stores is its result.
    """
    keys = [call["args"].get("Key") for name, call in subject.calls("s3", STORES)
            if subject.referenced(name, call["args"].get("Bucket")) == rule["source"] and name != rule["lambda"]]
    events, topic = [], rule["block"].get("topic")
    for key in keys:
        for event in source_events.object_events(" ".join(rule["source"])):
            event["dict"]["detail"]["dict"]["object"]["dict"]["key"] = {"kind": ""} if key is None else key
            events += [event] if topic in (None, event["dict"]["detail-type"]) else []
    if not events or not all(partial_match.match(rule["alternatives"], event) is False for event in events):
        return
    field, conditions = partial_match.failing_field(rule["alternatives"], events[0])
    if field != "detail.object.key":
        return
    parts = [key.get("text", []) if isinstance(key, dict) else [key] for key in keys]
    starts = {texts[0] for texts in parts if texts and isinstance(texts[0], str)}
    if ends := other_ends(parts, conditions):
        yield Finding(*rules.field_line(subject, rule, field), f"the app stores keys there that end with {ends[0]!r}, "
                      f"and the rule {rule['name']} requires {rules.conditions_text(conditions)}",
                      "the same end in both, in the same case", NEVER)
        return
    meant = [start for start in sorted(starts) for value in map(start_of, conditions) if start and value and (
        start.startswith(value.lstrip("/")) and value[0] == "/" or is_near(start, value))]
    if meant:
        hint = "keys have no '/' at their beginning" if str(start_of(conditions[0])).startswith("/") \
            else nearest(start_of(conditions[0]), meant, 0.5)
        yield Finding(*rules.field_line(subject, rule, field),
                      f"the app stores keys that begin with {meant[0]!r}, and the rule {rule['name']} requires "
                      f"{rules.conditions_text(conditions)}", hint, NEVER)


def other_ends(keys, conditions):
    """[end] of the keys that the app stores under the prefix of one of the conditions; a key is a list of its parts."""
    prefixes = [start for start in map(start_of, conditions) if start.endswith("/")]
    return sorted(f".{key[-1].rpartition('.')[2]}" for key in keys if len(key) > 1 and "." in str(key[-1])
                  and any(str(key[0]).startswith(prefix) for prefix in prefixes))


def is_near(start, expected):
    """Whether the beginning of a key is nearly an expected one: the first folder that differs is spelt similarly."""
    pairs = zip(start.split("/"), expected.split("/"))
    different = next((pair for pair in pairs if pair[1] not in ("", pair[0])), None)
    return different is None or bool(nearest(different[0], [different[1]], 0.75))


def start_of(condition):
    """The beginning of texts that pass a condition: {"wildcard": "inbox/*.csv"} -> inbox/; "" of others."""
    value = next(iter(condition.values())) if isinstance(condition, dict) else condition
    is_suffix = isinstance(condition, dict) and not {"prefix", "wildcard"} & condition.keys()
    return value.split("*")[0] if isinstance(value, str) and not is_suffix else ""


NEVER = "no error: the rule exists, and the lambda is never invoked"
TABLE = "infra:\n  events:\n  - name: stored\n    source: {type: table, name: demo}\n    pattern: {sk: [%s]}\n---\n" \
    "print(event['detail'])"
WRITER = lambda_file("b", "table.put_item(Item={'pk': event['pk'], 'sk': f\"reading#{event['time']}\"})")
CHECKS = [
    Check("P803", "A pattern that no event of its source matches",
          "The lambda is never invoked. `sk` of a table's event is the part of the key before the first `#`.",
          "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html",
          TABLE % '"reading#"', TABLE % "reading", impossible_patterns, WRITER),
]
