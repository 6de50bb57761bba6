"""What the app's lambdas put on buses: the entries of every put_events.

An entry is {"lambda", "call", "held": its mapping in plain form, "bus": "app", "default", another's name or None,
"topic": its detail-type or None, "event": the event that rules see, in plain form}.
"""
import json

from checks.subject import per_subject
from interpreter.plain import fields, is_open, options, variable

NOTHING = {"kind": ""}
BAD = {"kind": "no JSON"}


def real(subject, service, operations):
    """(lambda, call) of the calls that are followed from a handler, and of those that we saw nobody come to."""
    found = [(name, call) for name, call in subject.all_calls
             if call["service"] == service and call["operation"] in operations]
    reached = {(call["file"], call["line"]) for _name, call in found if call["reached"]}
    return [(name, call) for name, call in found if call["reached"] or (call["file"], call["line"]) not in reached]


@per_subject
def entries(subject):
    """[entry] of all calls, as far as they are known; what is said twice in the same place once."""
    found = {}
    for name, call in real(subject, "events", {"PutEvents"}):
        for at, held in enumerate(elements(call["args"].get("Entries", NOTHING))):
            for one in entries_of(subject, name, call, held):
                found.setdefault((name, call["file"], call["line"], at, repr(held), one["topic"]), one)
    return list(found.values())


@per_subject
def is_blind(subject):
    """Whether some lambda may put events on the app's bus that are not known."""
    for _name, call in real(subject, "events", {"PutEvents"}):
        held = call["args"].get("Entries", NOTHING)
        known = elements(held)
        if not call["sure"] or not known or not all(fields(one) for one in known):
            return True
    return any(is_hidden(subject, name, "events", "bus") for name in subject.seen) or any(
        one["bus"] is None or one["bus"] == "app" and one["topic"] is None for one in entries(subject))


@per_subject
def is_hidden(subject, name, service, kind):
    """Whether a lambda that has a variable of a kind may do with it what we do not see."""
    variables = {variable_ for variable_, (one, _of) in subject.kinds[name].items() if one == kind}
    seen = subject.seen[name]
    return bool(variables) and (not seen["whole"] or any(
        note["note"] == "escaped" and (note["service"] == service or variables & set(note["variables"]))
        for note in seen["notes"]))


def elements(value):
    """The elements of a list, of each that it may be."""
    return [one for option in options(value) if isinstance(option, dict) for one in option.get("list", [])]


def entries_of(subject, name, call, held):
    """An entry of a call, once for each topic that it may have."""
    return [entry(subject, name, call, {**held, "dict": {**held["dict"], "DetailType": topic}})
            for topic in options(held["dict"]["DetailType"])] if "DetailType" in fields(held) else \
        [entry(subject, name, call, held)] if fields(held) else []


def entry(subject, name, call, held):
    """An entry of a call."""
    given = held["dict"]
    topic = given.get("DetailType", NOTHING)
    return {"lambda": name, "call": call, "held": held, "bus": bus(subject, name, held),
            "topic": topic if isinstance(topic, str) and "DetailType" not in held["maybe"] else None,
            "event": event(source(subject, name, given.get("Source", NOTHING)), topic,
                           content(given.get("Detail", NOTHING)))}


def event(source_, topic, detail):
    """An event in plain form; the rest of its envelope is EventBridge's."""
    return {"dict": {"source": source_, "detail-type": topic, "detail": detail}, "maybe": [], "open": True}


def source(subject, name, value):
    """A source; a table's name as rules have it."""
    kind, of = subject.named(name, value)
    return f"table {of}" if kind == "table" else value


def bus(subject, name, held):
    """Which bus an entry is for."""
    if "EventBusName" not in held["dict"]:
        return None if held["open"] else "default"
    value = held["dict"]["EventBusName"]
    if "EventBusName" in held["maybe"] or not isinstance(value, (str, dict)):
        return None
    if isinstance(value, str):
        return value
    kind, _of = subject.named(name, value)
    return "app" if kind == "bus" else variable(value)


def content(value):
    """What a text of JSON holds, in plain form; BAD if it surely is none, NOTHING if that is not known."""
    if isinstance(value, str):
        try:
            return plain(json.loads(value))
        except ValueError:
            return BAD
    if not isinstance(value, dict):
        return NOTHING
    if "any" in value:
        return {"any": [content(one) for one in value["any"]]}
    if "json" in value:
        return BAD if value["json"] == {"kind": "repr"} else value["json"]
    first = value.get("text", [None])[0]
    return BAD if isinstance(first, str) and first.lstrip()[:1] not in ("", *'{["-0123456789tfn') else NOTHING


def plain(value):
    """JSON in plain form."""
    if isinstance(value, dict):
        return {"dict": {key: plain(one) for key, one in value.items()}, "maybe": [], "open": False}
    if isinstance(value, list):
        return {"list": [plain(one) for one in value], "open": False}
    return {"float": value} if isinstance(value, float) else value


def is_known(value):
    """Whether nothing of a mapping is hidden, at its first level."""
    return isinstance(value, dict) and "dict" in value and not is_open(value)
