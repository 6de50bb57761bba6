"""Buses of EventBridge: what comes in, and which rules hear of it."""
import json
import logging

from moto.events.exceptions import ValidationException

from kit import event_pattern
from localcloud.events import entries, rules

log = logging.getLogger("localcloud.events")


def put_events(world, backend, asked):
    """The answer to each entry of a PutEvents call; the good ones are published. Under LOCK."""
    refused = entries.call_refusal(asked)
    if refused:
        raise ValidationException(refused)
    return [entries.refusal(entry) or {"EventId": _put(world, backend, entry)} for entry in asked]


def publish(world, bus, event):
    """Hands the event to every rule of the bus (moto's EventBus) that matches. Under LOCK, and at once."""
    for rule in list(bus.rules.values()):
        if rule.state == "ENABLED" and rule.event_pattern.dump():
            offer(world, rule, event)


def offer(world, rule, event):
    """Starts the rule if it matches. A pattern that cannot be read matches nothing, and the log says why."""
    try:
        if event_pattern.matches(rule.event_pattern.get_pattern(), event):
            rules.start(world, rule, event)
    except ValueError as wrong:
        log.error("%s: its pattern is refused: %s", rule.arn, wrong)


def _put(world, backend, entry):
    """Publishes one entry and returns its id.

    An unknown bus is no error on AWS: the entry gets an id and vanishes. Here at least the log says so.
    """
    now = entry.get("Time") or world.clock.now()
    event = entries.event(
        source=entry["Source"], detail_type=entry["DetailType"], detail=json.loads(entry["Detail"]),
        region=backend.region_name, resources=entry.get("Resources") or [],
        now=now.timestamp() if hasattr(now, "timestamp") else float(now))
    name = (entry.get("EventBusName") or "default").split("/")[-1]
    if name in backend.event_buses:
        publish(world, backend.event_buses[name], event)
    else:
        log.error("an event from %s is lost: there is no event bus %s in %s (AWS says nothing either)",
                  entry["Source"], name, backend.region_name)
    return event["id"]
