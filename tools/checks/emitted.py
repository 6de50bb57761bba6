"""The events that the app's lambdas emit: the entries of every put_events.

An entry is {"lambda", "call", "mapping": its mapping in plain form, "bus": "app", "default", the name of another bus,
or None if unknown, "topic": its detail-type or None if unknown, "event": the event that rules match, in plain form}.
"""
import json

from checks.subject import per_subject
from interpreter.plain import fields, options, possible_elements, variable

UNKNOWN = {"kind": ""}
NOT_JSON = {"kind": "no JSON"}


def reachable_calls(subject, service, operations):
    """(lambda, call) of the calls that a handler reaches, and of those that no handler seems to reach: they may run
    all the same. service "events", operations {"PutEvents"}."""
    matching = [(name, call) for name, call in subject.all_calls
                if call["service"] == service and call["operation"] in operations]
    reached = {(call["file"], call["line"]) for _name, call in matching if call["reached"]}
    return [(name, call) for name, call in matching if call["reached"] or (call["file"], call["line"]) not in reached]


@per_subject
def calls_by_lambda(subject, service, operations):
    """{lambda: [call]} of reachable_calls(), whose operations are a frozenset here."""
    calls = {}
    for name, call in reachable_calls(subject, service, operations):
        calls.setdefault(name, []).append(call)
    return calls


@per_subject
def entries(subject):
    """[entry] of all calls, as far as they are known; equal entries of one call count once."""
    unique = {}
    for name, call in reachable_calls(subject, "events", {"PutEvents"}):
        for index, mapping in enumerate(possible_elements(call["args"].get("Entries", UNKNOWN))):
            for entry in entries_of(subject, name, call, mapping):
                unique.setdefault((name, call["file"], call["line"], index, repr(mapping), entry["topic"]), entry)
    return list(unique.values())


@per_subject
def entries_by_source(subject):
    """{source: [entry]} of entries(); under None those whose source is not known as a text."""
    by_source = {}
    for entry in entries(subject):
        source_ = entry["event"]["dict"]["source"]
        by_source.setdefault(source_ if isinstance(source_, str) else None, []).append(entry)
    return by_source


@per_subject
def may_emit_unknown(subject):
    """Whether a lambda may put events on the app's bus whose content the checks do not know."""
    for _name, call in reachable_calls(subject, "events", {"PutEvents"}):
        batch = call["args"].get("Entries", UNKNOWN)
        members = possible_elements(batch)
        if not call["sure"] or not members or not all(fields(entry) for entry in members):
            return True
    return any(has_unknown_use(subject, name, "events", "bus") for name in subject.observations) or any(
        entry["bus"] is None or entry["bus"] == "app" and entry["topic"] is None for entry in entries(subject))


@per_subject
def has_unknown_use(subject, name, service, kind):
    """Whether the lambda `name` may use a resource of a kind in code that the interpreter cannot follow.

    kind     of the variable that names the resource: "queue"; without such a variable it uses none
    service  whose client the code may use for it: "sqs"
    """
    variables = {variable_ for variable_, (own_kind, _of) in subject.kinds[name].items() if own_kind == kind}
    observation = subject.observations[name]
    return bool(variables) and (not observation["whole"] or any(
        note["note"] == "escaped" and (note["service"] == service or variables & set(note["variables"]))
        for note in observation["notes"]))


def entries_of(subject, name, call, mapping):
    """[entry] of one mapping of a call by the lambda `name`: one for each topic that it may have. None or "" beside
    topics is no topic: the code may test it where the interpreter does not see it."""
    if "DetailType" not in fields(mapping):
        return [parsed_entry(subject, name, call, mapping)] if fields(mapping) else []
    topics = options(mapping["dict"]["DetailType"])
    return [parsed_entry(subject, name, call, {**mapping, "dict": {**mapping["dict"], "DetailType": topic}})
            for topic in ([topic for topic in topics if topic not in (None, "")] or topics)]


def parsed_entry(subject, name, call, mapping):
    """The entry of one mapping in the Entries of a PutEvents call.

    name     the lambda that makes the call
    mapping  in plain form: {"dict": {"Source": "demo", "DetailType": ..., "Detail": ...}, ...}
    """
    members = mapping["dict"]
    topic = members.get("DetailType", UNKNOWN)
    return {"lambda": name, "call": call, "mapping": mapping, "bus": bus(subject, name, mapping),
            "topic": topic if isinstance(topic, str) and "DetailType" not in mapping["maybe"] else None,
            "event": {"dict": {"source": source(subject, name, members.get("Source", UNKNOWN)), "detail-type": topic,
                               "detail": content(members.get("Detail", UNKNOWN))},
                      "maybe": [], "open": True}}  # EventBridge adds the other fields of its envelope


def source(subject, name, value):
    """The source of an entry in plain form; a table's variable becomes the text "table demo", as in rules.

    name  the lambda that makes the call; value: that of "Source"
    """
    kind, of = subject.referenced(name, value)
    return f"table {of}" if kind == "table" else value


def bus(subject, name, mapping):
    """The bus of an entry of the lambda `name`: "app", "default", the name or variable of another; None if unknown."""
    if "EventBusName" not in mapping["dict"]:
        return None if mapping["open"] else "default"
    value = mapping["dict"]["EventBusName"]
    if "EventBusName" in mapping["maybe"] or not isinstance(value, (str, dict)):
        return None
    if isinstance(value, str):
        return value
    kind, _of = subject.referenced(name, value)
    return "app" if kind == "bus" else variable(value)


def content(value):
    """The parsed content of a plain text, in plain form: NOT_JSON if it is certainly no JSON, UNKNOWN if it may be."""
    if isinstance(value, str):
        try:
            return plain(json.loads(value))
        except ValueError:
            return NOT_JSON
    if not isinstance(value, dict):
        return UNKNOWN
    if "any" in value:
        return {"any": [content(option) for option in value["any"]]}
    if "json" in value:
        return NOT_JSON if value["json"] == {"kind": "repr"} else value["json"]
    parts = value.get("text", [None])
    first = parts[0].lstrip()[:1] if isinstance(parts[0], str) else ""
    between = "".join(part for part in parts if isinstance(part, str))
    is_sentence = ": " in between and not set('{}[]"') & set(between) and len(parts) > 2  # f"{user}: {title}"
    return NOT_JSON if first not in ("", *'{["-0123456789tfn') or is_sentence else UNKNOWN


def plain(value):
    """Parsed JSON in plain form: {"a": [1]} -> {"dict": {"a": {"list": [1], ...}}, ...}"""
    if isinstance(value, dict):
        return {"dict": {key: plain(part) for key, part in value.items()}, "maybe": [], "open": False}
    if isinstance(value, list):
        return {"list": [plain(part) for part in value], "open": False}
    return {"float": value} if isinstance(value, float) else value
