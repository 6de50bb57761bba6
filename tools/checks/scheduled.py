"""What the schedules that an app's code creates send to a lambda, and the keys of a schedule's variable."""
import ast

from checks import emitted
from checks.check import Check, Finding, Findings, Subject
from checks.example import lambda_file
from checks.subject import per_subject
from checks.syntax import base_name
from interpreter.plain import fields
from interpreter.sources import assignments, constant_texts, nodes_of
from kit.problems import listed
from kit.schema import nearest

# Of a variable DEMO_A_SCHEDULE: see recipes/schedule.py.
KEYS = {"": ["GroupName", "Target"], "Target": ["Arn", "RoleArn", "DeadLetterConfig"]}
OPERATIONS = frozenset({"CreateSchedule", "UpdateSchedule"})


def with_schedules(subject, name, invocations):
    """The [(sender, call, content)] of a lambda's invocations by others, and of its schedules; [] if one is unknown."""
    is_invoked = ("function", name) in subject.users
    schedules = deliveries(subject, name)
    return [] if schedules is None or is_invoked and not invocations else [*invocations, *schedules]


@per_subject
def deliveries(subject, name):
    """[(sender, call, content)] of the schedules that invoke a lambda; None if one of them is unknown.

    A call does not name the lambda where the interpreter sees it: its arguments are in the variable DEMO_A_SCHEDULE.
    """
    result = []
    for sender in subject.users.get(("schedule", name), ()):
        targets = {of for kind, of in subject.kinds[sender].values() if kind == "schedule"}
        own = emitted.calls_by_lambda(subject, "scheduler", OPERATIONS).get(sender, [])
        if targets != {name} or not own or emitted.has_unknown_use(subject, sender, "scheduler", "schedule"):
            return None
        result += [(sender, call, emitted.content(fields(call["args"].get("Target")).get("Input", emitted.UNKNOWN))
                    if call["sure"] else emitted.UNKNOWN) for call in own]
    return result


def absent_keys(subject: Subject) -> Findings:
    """Keys that the JSON of a schedule's variable does not have: json.loads(os.environ["DEMO_A_SCHEDULE"])["Group"]."""
    variables = {variable for kinds in subject.kinds.values() for variable, (kind, _of) in kinds.items()
                 if kind == "schedule"}
    for path in subject.python_files if variables else ():
        for line, outer, key in subject.of_tree(schedule_keys, path, *sorted(variables)):
            if key not in KEYS[outer]:
                yield Finding(path, line, f"the variable of a schedule has no {key!r}" + f" in {outer!r}" * bool(outer),
                              nearest(key, KEYS[outer], 0.6) or f"it has {listed(KEYS[outer])}", f"KeyError: {key!r}")


def schedule_keys(tree, *variables):
    """Yields [line, outer key or "", key] of the keys that a file reads from the JSON of some variables."""
    def is_content(node):
        return isinstance(node, ast.Call) and ast.unparse(node.func) == "json.loads" and bool(node.args) \
            and bool(constant_texts(node.args[0]) & {*variables}) and "environ" in ast.unparse(node.args[0])
    names = {name for name, value in assignments(nodes_of(tree, ast.Assign)) if is_content(value)}
    for node in nodes_of(tree, ast.Subscript):
        key = getattr(node.slice, "value", None) if isinstance(node.ctx, ast.Load) else None
        base = node.value if isinstance(key, str) else None
        if is_content(base) or getattr(base, "id", "") in names:
            yield [node.lineno, "", key]
        elif isinstance(base, ast.Subscript) and getattr(base.slice, "value", None) == "Target" and (
                is_content(base.value) or base_name(base) in names):
            yield [node.lineno, "Target", key]


PLAN = "schedule = json.loads(os.environ['DEMO_B_SCHEDULE'])\nboto3.client('scheduler').create_schedule(Name='a', " \
    "GroupName=schedule['%s'], FlexibleTimeWindow={'Mode': 'OFF'}, ScheduleExpression='at(2030-01-01T10:00:00)', " \
    "Target={**schedule['Target'], 'Input': '{}'})"
CHECKS = [
    Check("P228", "A key that a schedule's variable does not have",
          "KeyError: the variable is JSON with the names of create_schedule, GroupName and Target.",
          "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html",
          PLAN % "Group", PLAN % "GroupName", absent_keys, lambda_file("b", "print(event)")),
]
