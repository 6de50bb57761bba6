"""What the schedules that an app's code creates send to a lambda."""
from checks import emitted
from checks.subject import per_subject
from interpreter.plain import fields

OPERATIONS = frozenset({"CreateSchedule", "UpdateSchedule"})


def with_schedules(subject, name, invocations):
    """The [(sender, call, content)] of a lambda's invocations by others, and of its schedules; [] if one is unknown."""
    is_invoked = any(("function", name) in kinds.values() for kinds in subject.kinds.values())
    schedules = deliveries(subject, name)
    return [] if schedules is None or is_invoked and not invocations else [*invocations, *schedules]


@per_subject
def deliveries(subject, name):
    """[(sender, call, content)] of the schedules that invoke a lambda; None if one of them is unknown.

    A call does not name the lambda where the interpreter sees it: its arguments are in the variable DEMO_A_SCHEDULE.
    """
    result = []
    for sender, kinds in sorted(subject.kinds.items()):
        targets = [of for kind, of in kinds.values() if kind == "schedule"]
        if name in targets:
            own = emitted.calls_by_lambda(subject, "scheduler", OPERATIONS).get(sender, [])
            if set(targets) != {name} or not own or emitted.has_unknown_use(subject, sender, "scheduler", "schedule"):
                return None
            result += [(sender, call, emitted.content(fields(call["args"].get("Target")).get("Input", emitted.UNKNOWN))
                        if call["sure"] else emitted.UNKNOWN) for call in own]
    return result
