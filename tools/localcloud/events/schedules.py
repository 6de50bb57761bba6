"""The clock of scheduled rules and of EventBridge Scheduler: one thread that sleeps until the next is due."""
import json
import logging
import secrets
import threading

from moto.events.models import events_backends
from moto.scheduler.models import scheduler_backends

from localcloud.events import arns, cron, entries, rules, stamps, targets
from localcloud.state import ACCOUNT, LOCK

log = logging.getLogger("localcloud.events")

NET = 1.0  # real seconds between looks for schedules that nobody announced


class Schedules:
    """Keeps when each rule and schedule is due, by its ARN."""

    def __init__(self, world):
        self.world, self.due = world, {}
        self.woken, self.closed = threading.Event(), False
        self.thread = threading.Thread(target=self._run, name="events: schedules", daemon=True)

    def start(self):
        """Begins to watch."""
        self.thread.start()

    def look(self):
        """A schedule was made or changed: look at it now."""
        self.woken.set()

    def close(self):
        """Fires nothing more."""
        self.closed = True
        self.woken.set()

    def _run(self):
        """The thread: a turn, then sleep until the next is due."""
        while not self.closed:
            self.woken.clear()
            wait = NET
            try:
                wait = min(NET, self._turn())
            except Exception:
                log.exception("schedules: a fault of the local cloud")
            self.woken.wait(wait)

    def _turn(self):
        """Fires what is due; returns the real seconds until the next."""
        now = self.world.clock.now()
        with LOCK:
            clocks = {clock["arn"]: clock for clock in [*_rule_clocks(), *_schedule_clocks()]}
        self.due = {arn: kept for arn, kept in self.due.items() if arn in clocks}
        for arn, clock in clocks.items():
            known, began, when = self.due.get(arn, (None, now, None))
            if known != clock["key"]:
                began = now
                when = self._next(clock, now, began)
            elif when is not None and when <= now:
                self._fire(clock, when)
                when = self._next(clock, now, began)
                if when is None:
                    _complete(clock)
            self.due[arn] = clock["key"], began, when
        coming = [when for _, _, when in self.due.values() if when is not None]
        return max(0.0, self.world.clock.real(min(coming) - self.world.clock.now())) if coming else NET

    def _next(self, clock, now, began):
        """When it fires next within its dates, or None. An expression that cannot be read is told once."""
        after = max(now, (clock["start"] or 0) - 0.001)
        try:
            when = cron.next_fire(clock["expression"], after, max(began, clock["start"] or 0), clock["zone"])
        except (ValueError, KeyError) as wrong:
            log.error("%s never fires: %s", clock["arn"], wrong)
            return None
        return None if when is None or clock["end"] and when > clock["end"] else when

    def _fire(self, clock, when):
        """Starts the deliveries of one clock; `when` is the moment it was due, not the one it is now."""
        region = arns.region(clock["arn"])
        if clock["rule"]:
            event = entries.event("aws.events", "Scheduled Event", {}, region, when, [clock["arn"]])
            with LOCK:
                rules.start(self.world, clock["rule"], event)
            return
        self.world.clock.soon(deliver, self.world, clock["arn"], dict(clock["schedule"].target), when,
                              self.world.clock.now(), 1)


def deliver(world, arn, target, when, accepted, tries):
    """Hands the target of a schedule its input; a role delivers, so no policy is asked."""
    text = payload(arn, target, when, tries)
    event = None
    if target.get("EventBridgeParameters"):
        kind = target["EventBridgeParameters"]
        event = entries.event(kind["Source"], kind["DetailType"], json.loads(text), arns.region(arn), when)
    try:
        group = (target.get("SqsParameters") or {}).get("MessageGroupId")
        targets.send(world, target["Arn"], text, group=group, event=event)
    except targets.Undeliverable as refused:
        log.error("%s: %s", arn, refused)
        rules.bury(world, None, target, text, refused.code, str(refused), {})
    except Exception as fault:
        log.exception("%s: call %d of %s failed", arn, tries, target["Arn"])
        told = str(fault)
        rules.retry(world, deliver, (arn, target, when), accepted, tries,
                    lambda why: rules.bury(world, None, target, text, "INTERNAL_ERROR", told, why))


def payload(arn, target, when, tries):
    """The target's Input with the schedule's own words filled in; without one, the event AWS sends instead.

    Its detail is a text, unlike that of a rule (seen in real events).
    """
    if target.get("Input"):
        words = {"schedule-arn": arn, "scheduled-time": stamps.seconds(when),
                 "execution-id": secrets.token_hex(8), "attempt-number": str(tries)}
        text = target["Input"]
        for word, value in words.items():
            text = text.replace(f"<aws.scheduler.{word}>", value)
        return text
    return json.dumps(entries.event("aws.scheduler", "Scheduled Event", "{}", arns.region(arn), when, [arn]))


def _rule_clocks():
    """The clock of every enabled rule with a schedule; key: what makes it begin anew when it changes."""
    for backend in list(events_backends[ACCOUNT].values()):
        for rule in list(backend.event_buses["default"].rules.values()):
            if rule.scheduled_expression and rule.state == "ENABLED":
                yield {"arn": rule.arn, "rule": rule, "expression": rule.scheduled_expression, "zone": "UTC",
                       "start": None, "end": None, "key": rule.scheduled_expression}


def _schedule_clocks():
    """The clock of every enabled schedule of EventBridge Scheduler. A flexible window counts as off."""
    for backend in list(scheduler_backends[ACCOUNT].values()):
        for group in list(backend.schedule_groups.values()):
            for one in list(group.schedules.values()):
                if one.state == "ENABLED":
                    start, end = _epoch(one.start_date), _epoch(one.end_date)
                    zone = one.schedule_expression_timezone
                    yield {"arn": one.arn, "rule": None, "schedule": one, "group": group,
                           "expression": one.schedule_expression, "zone": zone, "start": start, "end": end,
                           "key": (one.schedule_expression, zone, start, end)}


def _epoch(date):
    """moto keeps the number that came over the wire."""
    return float(date) if date is not None else None


def _complete(clock):
    """Deletes a schedule that has fired for the last time, if it asks for that."""
    if not clock["rule"] and clock["schedule"].action_after_completion == "DELETE":
        with LOCK:
            clock["group"].schedules.pop(clock["schedule"].name, None)
