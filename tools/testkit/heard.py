"""Which rules of the app hear an event, and where the nearest one stops."""
import json

from aws.events import patterns
from testkit.words import shown


def hearing(rules, event, bus):
    """The rules on a bus ("app" or "default") that let an event through."""
    return [rule for rule in rules if rule["bus"] == bus and patterns.matches(rule["pattern"], event)]


def nearest(rules, event, bus):
    """(rule, the field where it stops) of the rule that stops last; None if there is no rule on the bus."""
    found = [(passed(rule["pattern"], event), -at, rule) for at, rule in enumerate(rules) if rule["bus"] == bus]
    rule = max(found, key=lambda one: one[:2])[2] if found else None
    return rule and (rule, patterns.first_mismatch(rule["pattern"], event))


def passed(pattern, event):
    """How many fields of a pattern let an event through when each is asked alone."""
    return max(sum(patterns.matches(nested(field, wanted), event) for field, wanted in fields)
               for fields in patterns.alternatives(pattern))


def nested(field, wanted):
    """("detail.sk", ["day"]) -> {"detail": {"sk": ["day"]}}"""
    for step in reversed(field.split(".")):
        wanted = {step: wanted}
    return wanted


def stop(rule, field, event):
    """In words: "rule readings wants detail.sk to be "reading", and it is "day""."""
    wanted = next(conditions for fields in patterns.alternatives(rule["pattern"])
                  for name, conditions in fields if name == field)
    return (f"rule {rule['name']} of {rule['lambda']} wants {field} to be "
            f"{' or '.join(map(json.dumps, wanted))}, and it is {shown(value(event, field))}")


def value(event, field):
    """The value of "detail.object.key"; None if there is none."""
    for step in field.split("."):
        event = event.get(step) if isinstance(event, dict) else None
    return event


def complaint(app, said):
    """(message, hint) of an event on the app's bus that no rule of the app hears; None if one does.

    said  {"source", "topic", "detail"}
    """
    event = {"source": said["source"], "detail-type": said["topic"], "detail": said["detail"]}
    if hearing(app.rules, event, "app"):
        return None
    found = nearest(app.rules, event, "app")
    why = stop(*found, event) if found else "no lambda has a rule on the app's bus"
    return (f"nobody hears the event {said['topic']!r}: {why}",
            "mend the one or the other; if it is for others: emitted.allow_unheard()")
