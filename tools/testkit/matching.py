"""Which rules of the app match an event, and the first field that the nearest rule does not match."""
import json

from aws.events import patterns

LONGEST = 80


def matching_rules(rules, event, bus):
    """The rules on a bus ("app" or "default") that match an event."""
    return [rule for rule in rules if rule["bus"] == bus and patterns.matches(rule["pattern"], event)]


def nearest_rule(rules, event, bus: str) -> tuple[dict, str | None] | None:
    """(rule, its first field that does not match) of the rule with most matching fields; None without any rule."""
    candidates = [(matching_fields(rule["pattern"], event), -at, rule)
                  for at, rule in enumerate(rules) if rule["bus"] == bus]
    rule = max(candidates, key=lambda candidate: candidate[:2])[2] if candidates else None
    return rule and (rule, patterns.first_mismatch(rule["pattern"], event))


def matching_fields(pattern, event):
    """The number of fields of a pattern that match an event, each tested alone."""
    return max(sum(patterns.matches(nested(field, conditions), event) for field, conditions in fields)
               for fields in patterns.alternatives(pattern))


def nested(field, condition):
    """The pattern with one field: ("detail.sk", ["day"]) -> {"detail": {"sk": ["day"]}}."""
    for step in reversed(field.split(".")):
        condition = {step: condition}
    return condition


ABSENT = object()


def mismatch(rule, field, event):
    """Why a rule does not match an event, at one field:

    'rule readings of pages matches detail.sk "reading", and it is "day"'
    """
    expected = next(conditions for fields in patterns.alternatives(rule["pattern"])
                    for name, conditions in fields if name == field)
    return (f"rule {rule['name']} of {rule['lambda']} matches {field} "
            f"{' or '.join(map(json.dumps, expected))}, and it is {shown(value(event, field))}")


def value(event, field):
    """The value of an event's field, "detail.object.key"; ABSENT if it has none."""
    for step in field.split("."):
        event = event.get(step, ABSENT) if isinstance(event, dict) else ABSENT
    return event


def shown(value):
    """A value as JSON, cut if it is long; "absent" for ABSENT."""
    if value is ABSENT:
        return "absent"
    text = json.dumps(value, default=str, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def unmatched(app, emitted):
    """(message, hint) of an event on the app's bus that no rule of the app matches, nor filters out by a value that the
    event may have; None if one does.

    emitted  {"source", "topic", "detail"}
    """
    event = enveloped(emitted)
    if any(rule["bus"] == "app" and (patterns.matches(rule["pattern"], event) or is_filtered(rule["pattern"], event))
           for rule in app.rules):
        return None
    nearest_stop = nearest_rule(app.rules, event, "app")
    why = mismatch(*nearest_stop, event) if nearest_stop else "no lambda has a rule on the app's bus"
    return (f"no rule matches the event {emitted['topic']!r}: {why}",
            "change the event or the rule; if it is for another app: emitted.allow_unheard()")


def is_filtered(pattern, event):
    """Whether a pattern names the event's detail-type, and fails it only by values of `detail` that are of the types
    that its conditions match: `large: [true]` filters {"large": false} out. It fails one with {"large": "no"}, or
    without `large`, by an error."""
    for fields in patterns.alternatives(pattern):
        failing = [(field, conditions) for field, conditions in fields
                   if not patterns.matches(nested(field, conditions), event)]
        if "detail-type" in dict(fields) and all(
                field.startswith("detail.") and has_type(value(event, field), conditions)
                for field, conditions in failing):
            return True
    return False


def has_type(field_value, conditions):
    """Whether a value has a type that one of the conditions matches, and is no text of one in other letters: "PAID" for
    "paid" is an error."""
    if field_value is ABSENT or not isinstance(field_value, (str, bool, int, float)):
        return False
    texts = {condition.lower() for condition in conditions if isinstance(condition, str)}
    if isinstance(field_value, str) and field_value.lower() in texts:
        return False
    return any(type_of(condition) in ("any", type_of(field_value)) for condition in conditions)


def type_of(condition):
    """"text", "number" or "bool" of the values that a condition, or a value, matches; "any" of operators for all."""
    if isinstance(condition, dict):
        operator = next(iter(condition))
        return {"exists": "any", "anything-but": "any", "numeric": "number"}.get(operator, "text")
    return "bool" if isinstance(condition, bool) else "text" if isinstance(condition, str) else \
        "number" if isinstance(condition, (int, float)) else "null"


def on_another_bus(app, emitted, bus):
    """(message, hint) of an event on another bus that a rule of the app's bus expects; None if none does."""
    expecting = [rule for rule in matching_rules(app.rules, enveloped(emitted), "app") if "topic" in rule["block"]]
    if not expecting:
        return None
    return (f"the event {emitted['topic']!r} goes to the bus {bus!r}, and the rule {expecting[0]['name']} of "
            f"{expecting[0]['lambda']} is on the app's bus",
            'EventBusName=os.environ["..._BUS"]; if it is for another app: emitted.allow_unheard()')


def enveloped(emitted):
    """An emitted event, {"source", "topic", "detail"}, with the names of fields that EventBridge matches."""
    return {"source": emitted["source"], "detail-type": emitted["topic"], "detail": emitted["detail"]}
