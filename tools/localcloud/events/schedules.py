"""Scheduled rules and EventBridge Scheduler: one thread that sleeps until the next schedule is due."""
import json
import logging
import secrets

from moto.events.models import events_backends
from moto.scheduler.models import scheduler_backends

from aws import arns
from aws.events.schedules import filled
from localcloud.events import cron, entries, inputs, periodic, rules, scheduler_roles, stamps, targets
from localcloud.moto.state import ACCOUNT, LOCK

log = logging.getLogger("localcloud.events")


class Schedules(periodic.Periodic):
    """The thread that fires each scheduled rule, and each schedule of EventBridge Scheduler, when it is due."""

    def __init__(self, world):
        super().__init__("schedules")
        self.world, self.due = world, {}  # due: {ARN: (key of its clock, epoch of its start, next time or None)}

    def step(self):
        """Fires due schedules; returns the real seconds until the next."""
        now = self.world.clock.now()
        with LOCK:
            clocks = {clock["arn"]: clock for clock in [*_rule_clocks(), *_schedule_clocks()]}
        self.due = {arn: entry for arn, entry in self.due.items() if arn in clocks}
        for arn, clock in clocks.items():
            key, began, when = self.due.get(arn, (None, now, None))
            if key != clock["key"]:
                began = now
                when = self._next_due(clock, now, began)
                if when is None and clock["expression"].startswith("at("):
                    log.error("%s never fires: the time of %s has passed", arn, clock["expression"])
            elif when is not None and when <= now:
                self._fire(clock, when)
                when = self._next_due(clock, now, began)
                if when is None:
                    _complete(clock)
            self.due[arn] = clock["key"], began, when
        coming = [when for _, _, when in self.due.values() if when is not None]
        return max(0.0, self.world.clock.real(min(coming) - self.world.clock.now())) if coming else periodic.INTERVAL

    def _next_due(self, clock, now, began):
        """When it fires next within its dates, or None. An invalid expression is logged once."""
        after = max(now, (clock["start"] or 0) - 0.001)
        try:
            when = cron.next_fire(clock["expression"], after, max(began, clock["start"] or 0), clock["zone"])
        except (ValueError, KeyError) as error:
            log.error("%s never fires: %s", clock["arn"], error)
            return None
        return None if when is None or clock["end"] and when > clock["end"] else when

    def _fire(self, clock, when):
        """Starts the deliveries of one clock. when: its due time, not the current time."""
        region = arns.region(clock["arn"])
        if clock["rule"]:
            event = entries.event("aws.events", "Scheduled Event", {}, region, when, [clock["arn"]])
            with LOCK:
                rules.start(self.world, clock["rule"], event)
            return
        self.world.clock.soon(deliver, self.world, clock["arn"], dict(clock["schedule"].target), when,
                              self.world.clock.now(), 1)


def deliver(world, arn, target, when, accepted, tries):
    """Sends the target of a schedule its input; a role delivers, so its policy is checked and no resource policy."""
    text = payload(arn, target, when, tries)
    event = None
    if target.get("EventBridgeParameters"):
        parameters = target["EventBridgeParameters"]
        event = entries.event(parameters["Source"], parameters["DetailType"], json.loads(text), arns.region(arn), when)
    try:
        scheduler_roles.check_permission(target)
        group = (target.get("SqsParameters") or {}).get("MessageGroupId")
        targets.send(world, target["Arn"], text, group=group, event=event)
    except Exception as error:
        rules.after_failure(error, world, deliver, (arn, target, when), accepted, tries, None, text)


def payload(arn, target, when, tries):
    """The target's Input with the schedule's variables filled in; without Input, AWS's own event.

    The detail of that event is a text, unlike that of a rule (seen in real events).
    """
    if target.get("Input"):
        return filled(target["Input"], {"schedule-arn": arn, "scheduled-time": stamps.seconds(when),
                                        "execution-id": secrets.token_hex(8), "attempt-number": str(tries)})
    return inputs.compact(entries.event("aws.scheduler", "Scheduled Event", "{}", arns.region(arn), when, [arn]))


def _rule_clocks():
    """Yields the clock of every enabled rule with a schedule.

    A clock is {"arn", "rule" (None of a schedule), "expression", "zone", "start", "end" (epochs or None), "key"},
    and of a schedule also "schedule" and "group", moto's objects. Another key begins the expression's periods anew.
    """
    for backend in list(events_backends[ACCOUNT].values()):
        for rule in list(backend.event_buses["default"].rules.values()):
            if rule.scheduled_expression and rule.state == "ENABLED":
                yield {"arn": rule.arn, "rule": rule, "expression": rule.scheduled_expression, "zone": "UTC",
                       "start": None, "end": None, "key": rule.scheduled_expression}


def _schedule_clocks():
    """Yields the clock of every enabled schedule of EventBridge Scheduler. Flexible time windows are ignored."""
    for backend in list(scheduler_backends[ACCOUNT].values()):
        for group in list(backend.schedule_groups.values()):
            for schedule in list(group.schedules.values()):
                if schedule.state == "ENABLED":
                    start, end = _epoch(schedule.start_date), _epoch(schedule.end_date)
                    zone = schedule.schedule_expression_timezone
                    yield {"arn": schedule.arn, "rule": None, "schedule": schedule, "group": group,
                           "expression": schedule.schedule_expression, "zone": zone, "start": start, "end": end,
                           "key": (schedule.schedule_expression, zone, start, end)}


def _epoch(date):
    """Epoch seconds or None: moto stores the number of the request."""
    return float(date) if date is not None else None


def _complete(clock):
    """Deletes a schedule that has fired for the last time, if its ActionAfterCompletion is DELETE."""
    if not clock["rule"] and clock["schedule"].action_after_completion == "DELETE":
        with LOCK:
            clock["group"].schedules.pop(clock["schedule"].name, None)
