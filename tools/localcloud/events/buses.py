"""Buses of EventBridge: entries of PutEvents, and the rules that match them."""
import json
import logging

from moto.events.exceptions import ValidationException

from aws.events import patterns
from localcloud import tracing
from localcloud.events import entries, rules

log = logging.getLogger("localcloud.events")


def put_events(world, backend, request_entries):
    """[{"EventId"} or {"ErrorCode", "ErrorMessage"}] of each entry of PutEvents; publishes valid ones. Under LOCK."""
    error = entries.request_error(request_entries)
    if error:
        raise ValidationException(error)
    return [entries.entry_error(entry) or {"EventId": _put(world, backend, entry)} for entry in request_entries]


def publish(world, bus, event):
    """Starts every rule of the bus (moto's EventBus) that matches the event. Under LOCK, and at once."""
    for rule in list(bus.rules.values()):
        if rule.state == "ENABLED" and rule.event_pattern.dump():
            start_if_matching(world, rule, event)


def start_if_matching(world, rule, event):
    """Starts the rule if it matches. An invalid pattern matches nothing, and the log has the reason."""
    try:
        if patterns.matches(rule.event_pattern.get_pattern(), event):
            rules.start(world, rule, event)
    except ValueError as error:
        log.error("%s: its pattern is invalid: %s", rule.arn, error)


def _put(world, backend, entry):
    """Publishes one entry and returns its id.

    An unknown bus is no error on AWS: the entry gets an id and is lost. Here the log reports it.
    """
    now = entry.get("Time") or world.clock.now()
    event = entries.event(
        source=entry["Source"], detail_type=entry["DetailType"], detail=json.loads(entry["Detail"]),
        region=backend.region_name, resources=entry.get("Resources") or [],
        now=now.timestamp() if hasattr(now, "timestamp") else float(now))
    name = (entry.get("EventBusName") or "default").split("/")[-1]
    if name in backend.event_buses:
        trace = tracing.current()
        header = tracing.without_lineage(entry.get("TraceHeader") or trace.header)
        with tracing.carried(trace._replace(header=header)):
            publish(world, backend.event_buses[name], event)
    else:
        log.error("an event from %s is lost: there is no event bus %s in %s (AWS reports no error)",
                  entry["Source"], name, backend.region_name)
    return event["id"]
